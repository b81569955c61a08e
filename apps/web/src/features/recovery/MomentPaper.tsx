import { planHtml } from '@gongyan/documents/html'
import type { DocJson } from '@gongyan/documents/read'
import { Button, sealCharacter } from '@gongyan/ui'
import { createEffect, createMemo, createSignal, For, Show } from 'solid-js'
import { drawFormula, formulaMarkup, laysOutMath } from '../../editor/formula.ts'
import { useI18n } from '../../shell/index.ts'
import type { PlanState } from './answers.ts'
import type { Hand } from './people.ts'
import { handColour } from './Timeline.tsx'
import { Whose } from './Whose.tsx'

interface Run {
  readonly length: number
  readonly author: number
}

/** The document with a mark of its own on every run of text that says whose it is. */
function markAuthors(doc: DocJson, runs: readonly Run[]): DocJson {
  let [at, used] = [0, 0]
  const mark = (node: DocJson): readonly DocJson[] => {
    if (node.text === undefined)
      return [node.content ? { ...node, content: node.content.flatMap((child) => mark(child)) } : node]
    const pieces: DocJson[] = []
    for (let from = 0; from < node.text.length;) {
      const run = runs[at]
      const length = Math.min(node.text.length - from, run ? run.length - used : Infinity)
      const author = { type: 'author', attrs: { author: run?.author ?? -1, begins: used === 0 } }
      pieces.push({ ...node, text: node.text.slice(from, from + length), marks: [...(node.marks ?? []), author] })
      from += length
      used += length
      if (run && used >= run.length) {
        at += 1
        used = 0
      }
    }
    return pieces
  }
  return mark(doc)[0] ?? doc
}

/** The plan as it stood, to be read and copied from; on wish with who wrote what. */
export function MomentPaper(props: { state: PlanState; handOf: (author: PlanState['authors'][number]) => Hand }) {
  const i18n = useI18n()
  const [isMarked, setMarked] = createSignal(true)
  const [only, setOnly] = createSignal<number | null>(null)
  const counts = createMemo(() =>
    props.state.authors.map((_, index) =>
      (props.state.spans ?? []).reduce((sum, { author, length }) => sum + (author === index ? length : 0), 0),
    ),
  )
  /** Whoever wrote most needs no line: the paper stays a paper, and the others are seen. */
  const hands = createMemo(() => {
    const most = counts().indexOf(Math.max(...counts()))
    return props.state.authors.map((person, index) => ({ ...props.handOf(person), isMost: index === most }))
  })
  let paper!: HTMLDivElement
  createEffect(() => {
    const { doc, spans } = props.state
    const whose = hands()
    const marked = isMarked() && spans !== null
    paper.innerHTML = planHtml(marked ? markAuthors(doc as DocJson, spans) : (doc as DocJson), {
      formula: formulaMarkup,
      markAttributes: (type, attrs) => {
        const hand = type === 'author' ? whose[Number(attrs['author'])] : undefined
        if (!hand) return {}
        return {
          'data-author': String(attrs['author']),
          'data-line': hand.isMost ? 'none' : hand.line,
          title: hand.name,
          style: `--hand:${handColour(hand)}`,
          ...(attrs['begins'] === true && hand.hue !== null ? { 'data-surname': sealCharacter(hand.name) } : {}),
        }
      },
    })
    for (const furniture of paper.querySelectorAll('.plan-folds, .plan-ruler')) furniture.remove()
    for (const folded of paper.querySelectorAll('.is-folded')) folded.classList.remove('is-folded')
    if (!laysOutMath())
      for (const formula of paper.querySelectorAll<HTMLElement>('[data-latex]'))
        drawFormula(formula, formula.dataset['latex'] ?? '', formula.dataset['display'] === 'true')
  })
  createEffect(() => {
    // One person's words stand out; the others' stay readable.
    const chosen = only()
    void props.state
    void isMarked()
    for (const piece of paper.querySelectorAll<HTMLElement>('[data-author]'))
      piece.toggleAttribute('data-chosen', chosen !== null && piece.dataset['author'] === String(chosen))
  })
  return (
    <>
      <div class="whose">
        <Show
          when={props.state.spans !== null}
          fallback={
            <Show when={props.state.seq > 0}>
              <span class="small muted">{i18n.t('recovery.who.unknown')}</span>
            </Show>
          }
        >
          <Button small pressed={isMarked()} onClick={() => setMarked((is) => !is)}>
            {i18n.t('recovery.who.mark')}
          </Button>
          <For each={hands()}>
            {(hand, index) => (
              <button
                type="button"
                class="whose-one"
                aria-pressed={only() === index()}
                disabled={!isMarked()}
                style={{ '--hand': handColour(hand) }}
                onClick={() => setOnly((now) => (now === index() ? null : index()))}
              >
                <Whose hand={hand} />
                <span class="whose-line" data-line={hand.isMost ? 'none' : hand.line}>
                  {i18n.t(hand.isMost ? 'recovery.who.most' : 'recovery.who.share', {
                    name: hand.name,
                    count: counts()[index()] ?? 0,
                  })}
                </span>
              </button>
            )}
          </For>
        </Show>
      </div>
      <div class="plan-doc recovery-doc" ref={paper} lang="zh-CN" />
    </>
  )
}
