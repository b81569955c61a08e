import { Banner, Button, ButtonLink } from '@gongyan/ui'
import { createSignal, Match, Show, Switch } from 'solid-js'
import type { Rejection } from '../../collab/index.ts'
import { saveUnsentFile } from './use-session.ts'
import { useServices } from '../../shell/index.ts'
import { usePlan } from './world.tsx'

/** What stands above the paper while something is not as usual: withdrawn, signed out, offline, read-only. */
export function Banners() {
  const world = usePlan()
  const { i18n, model, plan } = world
  const { reachability, session: signedIn } = useServices()
  const session = model.session
  const link = () => session()?.link() ?? 'opening'
  const count = () => session()?.unsentCount() ?? 0
  /** To the door and back to this plan; where somebody has signed in again meanwhile, the line is simply taken up. */
  const signInAgain = async () => {
    await signedIn.refresh()
    session()?.retry()
  }
  const isReadOnly = () => !plan().abilities.edit || session()?.canWrite() === false
  const reason = () => {
    if (plan().deletedAt !== null) return i18n.t('plan.inBin')
    if (plan().state === 'finalized' || plan().state === 'archived') return i18n.t('plan.readOnly.finalized')
    if (plan().abilities.comment) return i18n.t('plan.readOnly.commenter')
    return i18n.t('plan.readOnly.other', { owner: plan().owner.name })
  }
  return (
    <Switch>
      <Match when={session()?.isStranded()}>
        <Banner
          kind="error"
          role="alert"
          title={i18n.t('plan.link.forbidden.title')}
          actions={<Button onClick={() => void saveUnsentFile(world)}>{i18n.t('plan.link.stranded.save')}</Button>}
        >
          {i18n.t('plan.link.stranded.detail', { count: count() })}
        </Banner>
      </Match>
      <Match when={link() === 'forbidden'}>
        <Banner
          kind="info"
          icon="lock"
          role="alert"
          title={i18n.t('plan.link.forbidden.title')}
          actions={
            <Button small onClick={() => session()?.retry()}>
              {i18n.t('plan.link.askAgain')}
            </Button>
          }
        >
          {i18n.t('plan.link.forbidden.detail')}
        </Banner>
      </Match>
      <Match when={link() === 'rejected' && session()?.rejection()}>
        {(why) => (
          <Banner
            kind="error"
            role="alert"
            title={i18n.t(`plan.link.rejected.${why()}.title`)}
            actions={<RejectionActions why={why()} hasUnsent={count() > 0} />}
          >
            {i18n.t(`plan.link.rejected.${why()}.detail`, { count: count() })}
          </Banner>
        )}
      </Match>
      <Match when={link() === 'signedOut' && (session()?.isStored() || count() === 0)}>
        <Banner
          kind="attention"
          role="alert"
          title={i18n.t('plan.link.signedOut.title')}
          actions={
            <Button small look="primary" onClick={() => void signInAgain()}>
              {i18n.t('plan.link.signedOut.go')}
            </Button>
          }
        >
          {i18n.t('plan.link.signedOut.detail')}
        </Banner>
      </Match>
      <Match when={link() === 'signedOut'}>
        <Banner
          kind="error"
          role="alert"
          title={i18n.t('plan.link.signedOutUnstored.title', { count: count() })}
          actions={
            <>
              <Button small onClick={() => void saveUnsentFile(world)}>
                {i18n.t('plan.link.stranded.save')}
              </Button>
              <ButtonLink small href="/sign-in" target="_blank" rel="external">
                {i18n.t('plan.link.signedOutUnstored.go')}
              </ButtonLink>
              <Button small onClick={() => session()?.retry()}>
                {i18n.t('plan.save.details.retry')}
              </Button>
            </>
          }
        >
          {i18n.t('plan.link.signedOutUnstored.detail')}
        </Banner>
      </Match>
      <Match when={link() === 'waiting' || link() === 'attaching'}>
        {/* Where nothing can be reached at all the strip above the page says so. */}
        <Show when={!isReadOnly() && reachability.isReachable()}>
          <Banner
            kind="attention"
            icon="wifi-off"
            role="status"
            title={i18n.t('plan.link.offline.title')}
            actions={
              count() > 0 ? (
                <button type="button" class="link" onClick={() => void saveUnsentFile(world)}>
                  {i18n.t('plan.save.details.file')}
                </button>
              ) : undefined
            }
          >
            {count() > 0 ? i18n.t('plan.link.offline.detail', { count: count() }) : i18n.t('plan.link.offline.nothing')}
          </Banner>
        </Show>
      </Match>
      <Match when={isReadOnly()}>
        <Banner kind="info" icon="lock" title={i18n.t('plan.readOnly.title')}>
          {reason()}
        </Banner>
      </Match>
    </Switch>
  )
}

/** What can be done where the server does not take this page's work: keep it, then what its reason asks for. */
function RejectionActions(props: { why: Rejection; hasUnsent: boolean }) {
  const world = usePlan()
  const { i18n, model } = world
  const [isKept, setKept] = createSignal(false)
  const keep = async () => {
    await saveUnsentFile(world)
    setKept(true)
  }
  const takeServers = async () => {
    await model.session()?.forgetLocal()
    location.reload()
  }
  return (
    <>
      <Show when={props.hasUnsent}>
        <Button small onClick={() => void keep()}>
          {i18n.t('plan.link.stranded.save')}
        </Button>
      </Show>
      <Switch
        fallback={
          <Button small onClick={() => model.session()?.retry()}>
            {i18n.t('plan.link.askAgain')}
          </Button>
        }
      >
        <Match when={props.why === 'gap'}>
          {/* Only once the file is there: the page's own copy goes with it. */}
          <Button
            small
            disabledReason={props.hasUnsent && !isKept() ? i18n.t('plan.link.rejected.gap.keepFirst') : undefined}
            onClick={() => void takeServers()}
          >
            {i18n.t('plan.link.rejected.gap.fresh')}
          </Button>
        </Match>
        <Match when={props.why === 'notUnderstood' || props.why === 'outdated'}>
          <Button small onClick={() => location.reload()}>
            {i18n.t('plan.link.rejected.notUnderstood.reload')}
          </Button>
        </Match>
      </Switch>
    </>
  )
}
