import { Button, SkeletonRows } from '@gongyan/ui'
import { For, Match, Show, Switch } from 'solid-js'
import { createAnswer, ProblemNotice, useServices } from '../../shell/index.ts'
import type { PlanChange } from './answers.ts'
import { copyText } from './copy-text.ts'
import type { Hand } from './people.ts'
import { secondOf } from './when.ts'
import { Whose } from './Whose.tsx'

/** What came and went between the moment and now: passages with who and when, each to be copied or gone back to. */
export function LaterChanges(props: {
  planId: string
  after: number
  count: number
  hasHole: boolean
  handOf: (person: PlanChange['person']) => Hand
  onSeq: (seq: number) => void
}) {
  const { api, i18n, toaster } = useServices()
  const answer = createAnswer(
    () => (props.hasHole || props.after >= props.count ? null : { id: props.planId, after: props.after }),
    ({ id, after }) => api.listPlanChanges({ params: { id }, query: { after } }),
  )
  const reply = () => answer.value()
  const told = () => {
    const now = reply()
    return now?.ok ? now.data : undefined
  }
  const problem = () => {
    const now = reply()
    return now && !now.ok ? now.problem : undefined
  }
  const passages = () => (told()?.items ?? []).filter(({ kind, text }) => kind !== 'formatted' && text.trim() !== '')
  const number = (kind: PlanChange['kind']) => passages().filter((one) => one.kind === kind).length
  const copy = (text: string) => {
    const isCopied = copyText(text)
    toaster.show({
      text: i18n.t(isCopied ? 'recovery.changes.copied' : 'recovery.changes.copyFailed'),
      icon: isCopied ? 'check' : 'info-circle',
    })
  }
  return (
    <Switch>
      <Match when={props.after >= props.count}>
        <p class="side-words">{i18n.t('recovery.changes.isNow')}</p>
      </Match>
      <Match when={props.hasHole}>
        <p class="side-words">{i18n.t('recovery.changes.hole')}</p>
      </Match>
      <Match when={problem()}>
        {(why) => (
          <ProblemNotice
            title={i18n.t('recovery.changes.failed')}
            problem={why()}
            onRetry={() => {
              void answer.reload()
            }}
          />
        )}
      </Match>
      <Match when={answer.isLoading() || !told()}>
        <SkeletonRows label={i18n.t('recovery.changes.loading')} rows={4} />
      </Match>
      <Match when={passages().length === 0}>
        <p class="side-words">{i18n.t('recovery.changes.none')}</p>
      </Match>
      <Match when={told()}>
        <p class="side-words" role="status">
          {i18n.t('recovery.changes.sums', { inserted: number('inserted'), deleted: number('deleted') })}
        </p>
        <ul class="changes">
          <For each={passages()}>
            {(change) => {
              const kind = () => (change.kind === 'deleted' ? 'deleted' : 'inserted')
              const hand = () => props.handOf(change.person)
              return (
                <li data-kind={kind()}>
                  <span class="change-seal">{i18n.t(`recovery.changes.${kind()}`)}</span>
                  <div>
                    <p class="change-text">{change.text}</p>
                    <p class="change-who">
                      <Whose hand={hand()} />
                      {i18n.t(`recovery.changes.who.${kind()}`, {
                        name: hand().name,
                        when: secondOf(Date.parse(change.at)),
                      })}
                    </p>
                    <p class="change-do">
                      <Button small look="ghost" icon="copy" onClick={() => copy(change.text)}>
                        {i18n.t('recovery.changes.copy')}
                      </Button>
                      <Show when={kind() === 'deleted' && change.firstSeq - 1 > props.after}>
                        <Button small look="ghost" icon="history" onClick={() => props.onSeq(change.firstSeq - 1)}>
                          {i18n.t('recovery.changes.before')}
                        </Button>
                      </Show>
                    </p>
                  </div>
                </li>
              )
            }}
          </For>
        </ul>
        <Show when={told()?.hasMore}>
          <p class="side-words">{i18n.t('recovery.changes.more')}</p>
        </Show>
      </Match>
    </Switch>
  )
}
