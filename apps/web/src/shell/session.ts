import type { Api, Me } from '@gongyan/contract/client'
import { createSignal, type Accessor } from 'solid-js'
import type { UnsentPlan } from '../collab/index.ts'
import type { AnyProblem } from './problem-text.ts'

export type SessionState =
  | { readonly kind: 'unknown' }
  /** `hasExpired`: someone was signed in until the server said otherwise. */
  | { readonly kind: 'anonymous'; readonly hasExpired: boolean }
  | { readonly kind: 'signedIn'; readonly me: Me }
  /** The server could not say who this is. */
  | { readonly kind: 'unreachable'; readonly problem: AnyProblem }

export interface Session {
  state: Accessor<SessionState>
  /** The person signed in, or undefined. */
  me: Accessor<Me | undefined>
  /** Asks the server who this is. */
  refresh: () => Promise<void>
  /** Null when it went well, else why not. */
  signIn: (input: { account: string; password: string; remember: boolean }) => Promise<AnyProblem | null>
  /** Takes over someone the server has just signed in by another way. */
  enter: (me: Me) => void
  /** Null when the server ended the session. */
  signOut: () => Promise<AnyProblem | null>
  /** Told by the client when a request was refused for want of a session. */
  expire: () => void
  /**
   * Keeps the page standing when the session ends or changes hands, as long as `atStake` names a plan whose newest words are
   * in this page and nowhere else. Answers how to let go.
   */
  hold: (atStake: () => UnsentPlan | null) => () => void
  /** What would go with this page now. */
  held: () => readonly UnsentPlan[]
}

/**
 * Who is signed in on this page. The cookie is the server's business; this only knows what it answered. `onOther` is called
 * when the server answers with another person than before: somebody signed in in a second window of the same browser.
 */
export function createSession(api: Pick<Api, 'getMe' | 'signIn' | 'signOut'>, onOther: () => void): Session {
  const [state, setState] = createSignal<SessionState>({ kind: 'unknown' })
  const anonymous = (hasExpired: boolean): SessionState => ({ kind: 'anonymous', hasExpired })
  const holds = new Set<() => UnsentPlan | null>()
  const held = () => [...holds].flatMap((atStake) => atStake() ?? [])
  const expire = () => {
    if (state().kind === 'signedIn' && held().length === 0) setState(anonymous(true))
  }
  return {
    state,
    me: () => {
      const now = state()
      return now.kind === 'signedIn' ? now.me : undefined
    },
    refresh: async () => {
      const reply = await api.getMe({})
      const before = state()
      if (reply.ok) {
        if (before.kind !== 'signedIn') setState({ kind: 'signedIn', me: reply.data })
        else if (before.me.id !== reply.data.id && held().length === 0) onOther()
      } else if (reply.problem.code === 'session/required') {
        if (before.kind === 'signedIn') expire()
        else setState(anonymous(false))
      } else if (before.kind !== 'signedIn') setState({ kind: 'unreachable', problem: reply.problem })
    },
    signIn: async (input) => {
      const reply = await api.signIn({ body: input })
      if (!reply.ok) return reply.problem
      setState({ kind: 'signedIn', me: reply.data })
      return null
    },
    enter: (me) => {
      setState({ kind: 'signedIn', me })
    },
    signOut: async () => {
      const reply = await api.signOut({})
      if (!reply.ok && reply.problem.code !== 'session/required') return reply.problem
      setState(anonymous(false))
      return null
    },
    expire,
    held,
    hold: (atStake) => {
      holds.add(atStake)
      return () => holds.delete(atStake)
    },
  }
}
