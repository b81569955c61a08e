import type { Member, Person } from '@gongyan/contract/client'
import { Button, Dialog, hueOf, SearchField, Seal, Select, Tag } from '@gongyan/ui'
import { For, Show, createSignal } from 'solid-js'
import { createAnswer, problemText } from '../../../shell/index.ts'
import { createColleagues } from '../use-session.ts'
import { usePlan } from '../world.tsx'

/** Who writes this plan together: find a teacher of the county, ask them to write or to comment, take it back. */
export function MembersDialog(props: { onClose: () => void }) {
  const world = usePlan()
  const { api, i18n, plan, setPlan, toaster, me } = world
  const colleagues = createColleagues(world)
  const [query, setQuery] = createSignal('')
  const [busy, setBusy] = createSignal<string | null>(null)
  const found = createAnswer(
    () => query().trim() || null,
    async (q) => {
      const reply = await api.listPeople({ query: { q, limit: 20 } })
      if (!reply.ok) {
        toaster.show({
          text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }),
          icon: 'alert-hexagon',
        })
        return []
      }
      return reply.data.items
    },
  )
  const people = (): readonly Person[] => found.value() ?? []
  const members = () => plan().members
  const isMember = (id: string) => id === plan().owner.id || members().some(({ person }) => person.id === id)
  let current!: HTMLHeadingElement
  const keep = (next: readonly Member[]) => {
    setPlan({ ...plan(), members: [...next] })
    // The button that was pressed went with its line.
    if (!current.closest('dialog')?.contains(document.activeElement)) current.focus({ preventScroll: true })
  }

  const invite = async (person: Person, role: 'editor' | 'commenter') => {
    setBusy(person.id)
    const reply = await api.putMember({ params: { id: plan().id, userId: person.id }, body: { role } })
    setBusy(null)
    if (!reply.ok) {
      toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
      return
    }
    const isKnown = members().some((member) => member.person.id === person.id)
    keep(
      isKnown
        ? members().map((member) => (member.person.id === person.id ? reply.data : member))
        : [...members(), reply.data],
    )
    toaster.show({
      text: isKnown
        ? i18n.t(`plan.members.nowA.${role}`, { name: person.name })
        : i18n.t('plan.members.invited', { name: person.name }),
      icon: 'user-plus',
    })
  }
  const withdraw = async (member: Member) => {
    setBusy(member.person.id)
    const reply = await api.deleteMember({ params: { id: plan().id, userId: member.person.id } })
    setBusy(null)
    if (!reply.ok) {
      toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
      return
    }
    keep(members().filter((one) => one.person.id !== member.person.id))
    toaster.show({
      text: i18n.t('plan.members.withdrawn', { name: member.person.name }),
      icon: 'user-question',
      action: {
        label: (seconds) => i18n.t('plan.row.undo', { seconds }),
        run: () => void invite(member.person, member.role),
      },
    })
  }
  /** In the colour of their caret while they are on the page; grey while they are not, for then they have none here. */
  const seal = (person: Person) => {
    const here = () => colleagues().find(({ id }) => id === person.id)
    return (
      <Seal
        name={person.name}
        hue={here()?.color ?? hueOf(person.id)}
        state={here() ? (here()?.isIdle ? 'away' : 'here') : 'absent'}
        decorative
      />
    )
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.members.title')}
      footer={
        <Button look="primary" onClick={props.onClose}>
          {i18n.t('plan.members.close')}
        </Button>
      }
    >
      <div class="plan-form">
        <Show when={plan().abilities.invite}>
          <SearchField
            label={i18n.t('plan.members.search')}
            placeholder={i18n.t('plan.members.placeholder')}
            clearLabel={i18n.t('plan.members.clear')}
            value={query()}
            onSearch={setQuery}
          />
          <Show when={query().trim() !== '' && !found.isLoading() && people().length === 0}>
            <p class="muted small" role="status">
              {i18n.t('plan.members.nobody', { name: query() })}
            </p>
          </Show>
          <ul class="plan-list">
            <For each={people().filter(({ id }) => id !== me.id)}>
              {(person) => (
                <li class="plan-person">
                  {seal(person)}
                  <span class="who">
                    <b>{person.name}</b>
                    <small>{[person.orgName, person.subject].filter(Boolean).join('，')}</small>
                  </span>
                  <Show when={!isMember(person.id)} fallback={<Tag>{i18n.t('plan.members.already')}</Tag>}>
                    <Button small busy={busy() === person.id} onClick={() => void invite(person, 'editor')}>
                      {i18n.t('plan.members.invite')}
                    </Button>
                    <Button
                      small
                      look="ghost"
                      busy={busy() === person.id}
                      onClick={() => void invite(person, 'commenter')}
                    >
                      {i18n.t('plan.members.inviteComment')}
                    </Button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <h3
          ref={(element) => {
            current = element
          }}
          tabindex="-1"
        >
          {i18n.t('plan.members.current')}
        </h3>
        <ul class="plan-list">
          <li class="plan-person">
            {seal(plan().owner)}
            <span class="who">
              <b>{plan().owner.name}</b>
              <small>{plan().owner.orgName}</small>
            </span>
            <Tag look="line">{i18n.t('plan.members.owner')}</Tag>
          </li>
          {/* By id: who is given another role keeps their line, and with it the list that was just used. */}
          <For each={members().map(({ person }) => person.id)}>
            {(id) => (
              <Show when={members().find(({ person }) => person.id === id)}>
                {(member) => (
                  <li class="plan-person">
                    {seal(member().person)}
                    <span class="who">
                      <b>{member().person.name}</b>
                      <small>{member().person.orgName}</small>
                    </span>
                    <Show
                      when={plan().abilities.invite}
                      fallback={<Tag>{i18n.t(`plan.members.${member().role}`)}</Tag>}
                    >
                      <Select
                        label={i18n.t('plan.members.role', { name: member().person.name })}
                        labelHidden
                        value={member().role}
                        options={[
                          { value: 'editor', label: i18n.t('plan.members.editor') },
                          { value: 'commenter', label: i18n.t('plan.members.commenter') },
                        ]}
                        onChoose={(role) => void invite(member().person, role === 'commenter' ? 'commenter' : 'editor')}
                      />
                      <Button small busy={busy() === id} onClick={() => void withdraw(member())}>
                        {i18n.t('plan.members.withdraw')}
                      </Button>
                    </Show>
                  </li>
                )}
              </Show>
            )}
          </For>
        </ul>
        <Show when={members().length === 0}>
          <p class="muted small">{i18n.t('plan.members.none')}</p>
        </Show>
      </div>
    </Dialog>
  )
}
