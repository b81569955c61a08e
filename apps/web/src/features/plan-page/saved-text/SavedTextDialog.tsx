import '../plan-doc.css'
import './saved-text.css'
import { planHtml } from '@gongyan/documents/html'
import type { DocJson } from '@gongyan/documents/read'
import { Banner, Button, Dialog, SkeletonPaper } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { Match, Show, Switch, createSignal, onMount } from 'solid-js'
import type { SavedText } from '../../../collab/unsent-file.ts'
import { drawFormula, formulaMarkup, laysOutMath } from '../../../editor/formula.ts'
import { createAnswer, useServices } from '../../../shell/index.ts'

type Reading =
  | { readonly kind: 'reading' }
  /** Its data is missing or damaged; what a person can read is there. */
  | { readonly kind: 'damaged'; readonly text: string }
  | { readonly kind: 'whole'; readonly saved: SavedText }

/** More than any plan's file holds; of a larger one only so much is looked at. */
const LONGEST_FILE_BYTES = 64_000_000

/** A file of words that could not be sent: to be read, copied, and put back into its plan by whoever may write there. */
export function SavedTextDialog(props: { file: File; onClose: () => void }) {
  const { api, i18n, session, toaster } = useServices()
  const navigate = useNavigate()
  const [reading, setReading] = createSignal<Reading>({ kind: 'reading' })
  const [isBusy, setBusy] = createSignal(false)
  const [cannotStore, setCannotStore] = createSignal(false)
  let text: HTMLElement | undefined
  onMount(async () => {
    const { readUnsentFile } = await import('../../../collab/unsent-file.ts')
    const words = await props.file
      .slice(0, LONGEST_FILE_BYTES)
      .text()
      .catch(() => '')
    const saved = readUnsentFile(words)
    setReading(
      saved ? { kind: 'whole', saved } : { kind: 'damaged', text: (words.split('-----BEGIN GONGYAN')[0] ?? '').trim() },
    )
  })
  const whole = () => {
    const now = reading()
    return now.kind === 'whole' ? now.saved : undefined
  }
  const damaged = () => {
    const now = reading()
    return now.kind === 'damaged' ? now : undefined
  }
  const title = (doc: DocJson) =>
    (doc.content?.[0]?.content ?? [])
      .map((node) => node.text ?? '')
      .join('')
      .trim() || i18n.t('plan.untitled')
  const plan = createAnswer(
    () => whole()?.planId ?? null,
    (id) => api.getLessonPlan({ params: { id } }),
  )
  const mayWrite = () => {
    const reply = plan.value()
    return reply?.ok === true && reply.data.abilities.edit
  }
  const merge = async (saved: SavedText) => {
    const me = session.me()
    if (!me || saved.planId === null || isBusy()) return
    setBusy(true)
    const { takeBack } = await import('../../../collab/take-back.ts')
    try {
      await takeBack({ userId: me.id, planId: saved.planId, title: title(saved.doc) }, saved.update)
      props.onClose()
      navigate(`/plans/${saved.planId}`)
    } catch {
      setCannotStore(true)
    }
    setBusy(false)
  }
  const copyAll = () => {
    if (!text) return
    const range = document.createRange()
    range.selectNodeContents(text)
    getSelection()?.removeAllRanges()
    getSelection()?.addRange(range)
    // The clipboard's newer face is missing on plain http, where schools often are.
    const isCopied = document.execCommand('copy')
    toaster.show({
      text: i18n.t(isCopied ? 'plan.savedText.copied' : 'plan.savedText.copyFailed'),
      icon: isCopied ? 'check' : 'info-circle',
    })
  }
  const show = (element: HTMLElement) => {
    text = element
    // What scrolls can be scrolled by keyboard.
    element.tabIndex = 0
  }
  const draw = (element: HTMLElement, doc: DocJson) => {
    show(element)
    element.innerHTML = planHtml(doc, { formula: formulaMarkup })
    for (const furniture of element.querySelectorAll('.plan-folds, .plan-ruler')) furniture.remove()
    for (const folded of element.querySelectorAll('.is-folded')) folded.classList.remove('is-folded')
    if (!laysOutMath())
      for (const formula of element.querySelectorAll<HTMLElement>('[data-latex]'))
        drawFormula(formula, formula.dataset['latex'] ?? '', formula.dataset['display'] === 'true')
  }
  return (
    <Dialog
      isOpen
      shape="wide"
      class="saved-text"
      onClose={() => props.onClose()}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.savedText.title', { file: props.file.name })}
      footer={
        <>
          <Show when={reading().kind !== 'reading'}>
            <Button onClick={copyAll}>{i18n.t('plan.savedText.copy')}</Button>
          </Show>
          <Show when={mayWrite() && !cannotStore() && whole()}>
            {(saved) => (
              <Button look="primary" busy={isBusy()} onClick={() => void merge(saved())}>
                {i18n.t('plan.savedText.merge')}
              </Button>
            )}
          </Show>
          <Button autofocus onClick={() => props.onClose()}>
            {i18n.t('plan.close')}
          </Button>
        </>
      }
    >
      <Switch fallback={<SkeletonPaper label={i18n.t('plan.savedText.reading')} lines={6} />}>
        <Match when={damaged()}>
          {(now) => (
            <>
              <Banner kind="attention" role="status" title={i18n.t('plan.savedText.damaged.title')}>
                {i18n.t('plan.savedText.damaged.body')}
              </Banner>
              <pre class="saved-words" ref={show}>
                {now().text}
              </pre>
            </>
          )}
        </Match>
        <Match when={whole()}>
          {(saved) => (
            <>
              <p role="status">
                <Switch fallback={i18n.t('plan.savedText.looking')}>
                  <Match when={cannotStore()}>{i18n.t('plan.savedText.noStore')}</Match>
                  <Match when={saved().planId === null}>{i18n.t('plan.savedText.unknown')}</Match>
                  <Match when={mayWrite()}>{i18n.t('plan.savedText.mergeable')}</Match>
                  <Match when={!plan.isLoading()}>{i18n.t('plan.savedText.notMine')}</Match>
                </Switch>
              </p>
              <div
                class="saved-words plan-doc"
                lang="zh-CN"
                role="document"
                aria-label={title(saved().doc)}
                ref={(element) => draw(element, saved().doc)}
              />
            </>
          )}
        </Match>
      </Switch>
    </Dialog>
  )
}
