import { Button, SkeletonRows } from '@gongyan/ui'
import { createEffect, createSignal, For, Match, on, Switch, untrack } from 'solid-js'
import { createAnswer, ProblemNotice, useServices } from '../../shell/index.ts'
import type { PlanUpdate } from './answers.ts'
import type { Hand } from './people.ts'
import { secondOf } from './when.ts'
import { Whose } from './Whose.tsx'

/** Changes on one page: a plan may have had a quarter of a million. */
const PAGE = 30
const SERVER = ['import', 'template', 'rebuild', 'migration'] as const

/** Every change as it was received, newest first, a page at a time; the page follows the moment. */
export function UpdateList(props: {
  planId: string
  seq: number
  count: number
  handOf: (person: PlanUpdate['author']) => Hand
  onSeq: (seq: number) => void
}) {
  const { api, i18n } = useServices()
  const last = (seq: number) => Math.min(props.count, Math.max(PAGE, seq))
  const [upTo, setUpTo] = createSignal(untrack(() => Math.min(props.count, props.seq + PAGE / 2)))
  createEffect(
    on(
      () => props.seq,
      (seq) => {
        if (seq > upTo() || seq <= upTo() - PAGE) setUpTo(last(seq + PAGE / 2))
      },
    ),
  )
  const answer = createAnswer(
    () => ({ id: props.planId, upTo: last(upTo()) }),
    ({ id, upTo: end }) => api.listPlanUpdates({ params: { id }, query: { upTo: end, limit: PAGE } }),
  )
  const items = () => {
    const reply = answer.value()
    return reply?.ok ? reply.data.items : undefined
  }
  const problem = () => {
    const reply = answer.value()
    return reply && !reply.ok ? reply.problem : undefined
  }
  const source = (name: string) =>
    SERVER.find((one) => one === name) ?? (/^[\da-f]{8}-|^[\w-]{20,}$/.test(name) ? 'typed' : 'server')
  const what = ({ written, erased }: PlanUpdate) =>
    written > 0 && erased > 0
      ? i18n.t('recovery.updates.both', { written, erased })
      : written > 0
        ? i18n.t('recovery.updates.written', { written })
        : erased > 0
          ? i18n.t('recovery.updates.erased', { erased })
          : i18n.t('recovery.updates.neither')
  return (
    <Switch>
      <Match when={problem()}>
        {(why) => (
          <ProblemNotice
            title={i18n.t('recovery.updates.failed')}
            problem={why()}
            onRetry={() => {
              void answer.reload()
            }}
          />
        )}
      </Match>
      <Match when={!items()}>
        <SkeletonRows label={i18n.t('recovery.updates.loading')} rows={8} />
      </Match>
      <Match when={items()}>
        {(list) => (
          <>
            <div class="updates-pages">
              <Button small onClick={() => setUpTo(last(upTo() + PAGE))}>
                {i18n.t('recovery.updates.later')}
              </Button>
              <span class="small muted" role="status">
                {i18n.t('recovery.updates.range', { from: list().at(-1)?.seq ?? 0, to: list()[0]?.seq ?? 0 })}
              </span>
              <Button small onClick={() => setUpTo(last((list().at(-1)?.seq ?? 1) - 1))}>
                {i18n.t('recovery.updates.earlier')}
              </Button>
            </div>
            <ol class="updates">
              <For each={list()}>
                {(update) => (
                  <li>
                    <button
                      type="button"
                      aria-current={update.seq === props.seq ? 'true' : undefined}
                      data-erases={update.erased > 0 ? '' : undefined}
                      onClick={() => props.onSeq(update.seq)}
                    >
                      <span class="visually-hidden">{i18n.t('recovery.updates.open', { seq: update.seq })}</span>
                      <span class="update-when">{secondOf(Date.parse(update.at))}</span>
                      <span class="update-what">{what(update)}</span>
                      <span class="update-who">
                        <Whose hand={props.handOf(update.author)} />
                        {props.handOf(update.author).name}
                      </span>
                      <span class="update-from muted">
                        {i18n.t(`recovery.source.${source(update.source)}`)}，
                        {i18n.t('recovery.updates.size', { bytes: update.byteSize })}
                      </span>
                    </button>
                  </li>
                )}
              </For>
            </ol>
          </>
        )}
      </Match>
    </Switch>
  )
}
