import { verify } from '@node-rs/argon2'
import { clearThrottle, deleteSession, findCredentials, takeAttempt } from '@gongyan/db'
import type { Deps } from '../../deps.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { clearedCookie } from '../../http/session-cookie.ts'
import { serverWord } from '../../http/words.ts'
import { beginSession, findMe, hashPassword, isSecure, throttleKey } from './begin.ts'

type Operation = 'signIn' | 'signOut' | 'getMe'

/** Compared with for accounts nobody has, so that the answer takes the same time. */
let decoy: Promise<string> | undefined
const decoyHash = (): Promise<string> => (decoy ??= hashPassword('nobody has this password'))

/** Sign-in after Lucia's guide: a random `id.secret` in the cookie, only the secret's hash in the database. */
export function createSessionHandlers({
  config,
  sql,
  clock,
  collab,
  log,
}: Pick<Deps, 'config' | 'sql' | 'clock' | 'collab' | 'log'>): Pick<Handlers, Operation> {
  const rule = { failures: config.limits.LIMIT_SIGN_IN_FAILURES, waitSeconds: config.limits.LIMIT_SIGN_IN_WAIT_SECONDS }

  return {
    async signIn({ body, address }) {
      const now = new Date(clock.nowMs())
      const key = throttleKey('sign-in', body.account, address)
      const attempt = await takeAttempt(sql, key, rule, now)
      if (!attempt.allowed)
        return deny('session/throttled', {
          retryAfterSeconds: attempt.retryAfterSeconds,
          detail: serverWord('server.wait', { minutes: Math.ceil(attempt.retryAfterSeconds / 60) }),
        })
      const found = await findCredentials(sql, body.account)
      const isRight = await verify(found?.passwordHash ?? (await decoyHash()), body.password).catch(() => false)
      const me = found && isRight && !found.isDisabled ? await findMe(sql, found.userId) : undefined
      if (!me) {
        const left = rule.failures - attempt.failures
        const minutes = Math.ceil(rule.waitSeconds / 60)
        return deny('session/wrong-credentials', {
          detail:
            left > 0
              ? serverWord('server.triesLeft', { tries: left, minutes })
              : serverWord('server.wait', { minutes }),
        })
      }
      await clearThrottle(sql, key)
      const cookie = await beginSession(sql, config, me.id, body.remember, now)
      log.info({ userId: me.id }, 'signed in')
      return reply(me, { 'set-cookie': cookie })
    },

    async signOut({ caller }) {
      await deleteSession(sql, caller.sessionId)
      await collab.accessChanged({ sessionIds: [caller.sessionId] })
      log.info({ userId: caller.actor.userId }, 'signed out')
      return reply(undefined, { 'set-cookie': clearedCookie(isSecure(config)) })
    },

    async getMe({ caller }) {
      const me = await findMe(sql, caller.actor.userId)
      return me ? reply(me) : deny('session/required')
    },
  }
}
