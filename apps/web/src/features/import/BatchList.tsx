import { For, Match, Show, Switch, type Accessor } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { ImportItem } from './answers.ts'
import { GROUPS, type Group, type Grouped } from './groups.ts'
import { ItemLine } from './ItemLine.tsx'
import { OutgoingLine } from './OutgoingLine.tsx'
import { isStuck, type Sending } from './sending.ts'
import type { ImportVerbs } from './verbs.ts'

/** Beside the groups of files the server has: those that will not get to it by themselves, and those on their way. */
type Part = Group | 'stuck' | 'outgoing'
const PARTS: readonly Part[] = GROUPS.flatMap((group): Part[] =>
  group === 'refused' ? [group, 'stuck'] : group === 'moving' ? [group, 'outgoing'] : [group],
)

/** All files of a batch, in the order in which they are worth a person's time. */
export function BatchList(props: {
  groups: readonly Grouped<ImportItem>[]
  sending: Accessor<Sending | undefined>
  verbs: ImportVerbs
}) {
  const i18n = useI18n()
  const itemsOf = (part: Part) => props.groups.find(({ group }) => group === part)?.items ?? []
  const entriesOf = (part: Part) =>
    part === 'stuck' || part === 'outgoing'
      ? (props.sending()?.entries() ?? []).filter((entry) => isStuck(entry) === (part === 'stuck'))
      : []
  const countOf = (part: Part) => itemsOf(part).length + entriesOf(part).length
  return (
    <For each={PARTS.filter((part) => countOf(part) > 0)}>
      {(part) => (
        <section class="import-group" data-group={part} aria-labelledby={`import-${part}`}>
          <h2 id={`import-${part}`}>{i18n.t(`import.group.${part}`, { count: countOf(part) })}</h2>
          <ul>
            <Switch>
              <Match when={part === 'stuck' || part === 'outgoing'}>
                <For each={entriesOf(part).map(({ key }) => key)}>
                  {(key) => (
                    <Show when={entriesOf(part).find((entry) => entry.key === key)}>
                      {(entry) => (
                        <Show when={props.sending()}>{(own) => <OutgoingLine entry={entry()} sending={own()} />}</Show>
                      )}
                    </Show>
                  )}
                </For>
              </Match>
              <Match when={true}>
                <For each={itemsOf(part).map(({ position }) => position)}>
                  {(position) => (
                    <Show when={itemsOf(part).find((item) => item.position === position)}>
                      {(item) => <ItemLine item={item()} verbs={props.verbs} />}
                    </Show>
                  )}
                </For>
              </Match>
            </Switch>
          </ul>
        </section>
      )}
    </For>
  )
}
