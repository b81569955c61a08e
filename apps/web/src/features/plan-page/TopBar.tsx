import type { JSX } from 'solid-js'
import { Button, PhaseStepper, Seal, Tag, Tooltip } from '@gongyan/ui'
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { Icon } from '@gongyan/ui'
import { AccountMenu, Brand } from '../../shell/index.ts'
import type { PlanDialog } from './dialogs.ts'
import { SaveState } from './SaveState.tsx'
import type { Colleague } from './use-session.ts'
import { usePlan } from './world.tsx'

const PHASES = ['drafting', 'studying', 'finalized', 'secondPrep', 'taught', 'reflected'] as const
/** States beyond the six phases stand at the last one they passed. */
const PHASE_OF: Readonly<Record<string, (typeof PHASES)[number]>> = { archived: 'reflected', abandoned: 'drafting' }
const SEALS_SHOWN = 6
/** With more people the bar names the present phase only. */
const SEALS_BESIDE_PHASES = 4

/** Seals of the people on the page; pressing one follows that person. */
export function PresenceSeals(props: {
  colleagues: readonly Colleague[]
  followed: string | null
  onFollow?: ((id: string | null) => void) | undefined
}) {
  const { i18n } = usePlan()
  const title = (person: Colleague) =>
    person.isMe
      ? i18n.t('plan.presence.me', { name: person.name })
      : props.followed === person.id
        ? i18n.t('plan.presence.following', { name: person.name })
        : i18n.t('plan.presence.follow', { name: person.name })
  return (
    <Show when={props.colleagues.length > 0}>
      <span
        class="plan-seals"
        role="group"
        aria-label={i18n.t('plan.presence.label', { count: props.colleagues.length })}
      >
        {/* Every key of a colleague makes new colleagues; their seals stay, and with them the keyboard that may be on one. */}
        <For each={props.colleagues.slice(0, SEALS_SHOWN).map(({ id }) => id)}>
          {(id) => (
            <Show when={props.colleagues.find((one) => one.id === id)}>
              {(person) => (
                <Show
                  when={!person().isMe && props.onFollow}
                  fallback={
                    <Seal
                      name={person().isMe ? i18n.t('plan.presence.me', { name: person().name }) : person().name}
                      hue={person().color}
                      state={person().isIdle ? 'away' : 'here'}
                    />
                  }
                >
                  <Tooltip text={title(person())}>
                    <button
                      type="button"
                      class="plan-seal"
                      aria-pressed={props.followed === id}
                      aria-label={title(person())}
                      onClick={() => props.onFollow?.(props.followed === id ? null : id)}
                    >
                      <Seal
                        name={person().name}
                        hue={person().color}
                        state={person().isIdle ? 'away' : 'here'}
                        decorative
                      />
                    </button>
                  </Tooltip>
                </Show>
              )}
            </Show>
          )}
        </For>
        <Show when={props.colleagues.length > SEALS_SHOWN}>
          <span class="tiny soft">＋{props.colleagues.length - SEALS_SHOWN}</span>
        </Show>
      </span>
    </Show>
  )
}

export function TopBar(props: {
  colleagues: readonly Colleague[]
  followed: string | null
  onFollow: (id: string | null) => void
  onDialog: (dialog: PlanDialog) => void
  dock: JSX.Element
}) {
  const { i18n, model, plan } = usePlan()
  const phase = () => PHASE_OF[plan().state] ?? PHASES.find((one) => one === plan().state) ?? 'drafting'
  const phaseName = () => i18n.t(`lessonPlan.state.${phase()}`)
  return (
    <header class="plan-top" data-region="top">
      <Brand />
      <A class="plan-back" href="/plans">
        <Icon name="chevron-left" />
        {i18n.t('plan.back')}
      </A>
      <span class="plan-vr" />
      <strong class="plan-name ellipsis" title={model.outline().title}>
        {model.outline().title || i18n.t('plan.untitled')}
      </strong>
      <Tag look="line">{i18n.t(`lessonPlan.template.${plan().template}`)}</Tag>
      <SaveState />
      <span class="plan-space" />
      <PhaseStepper
        mini={props.colleagues.length > SEALS_BESIDE_PHASES}
        label={i18n.t('plan.phases', { step: PHASES.indexOf(phase()) + 1, name: phaseName() })}
        phases={PHASES.map((key) => ({ key, label: i18n.t(`lessonPlan.state.${key}`) }))}
        current={phase()}
      />
      <span class="plan-space" />
      {props.dock}
      <PresenceSeals
        colleagues={props.colleagues.filter(({ isMe }) => !isMe)}
        followed={props.followed}
        onFollow={props.onFollow}
      />
      <Show when={plan().abilities.invite || plan().members.length > 0}>
        <Button small icon="share-2" onClick={() => props.onDialog({ kind: 'members' })}>
          {i18n.t('plan.members.button')}
        </Button>
      </Show>
      <AccountMenu />
    </header>
  )
}
