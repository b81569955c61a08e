import {
  appendAudit,
  clearThrottle,
  createFirstAdministrator,
  deleteFact,
  findCountyName,
  findFact,
  isEmpty,
  takeAttempt,
} from '@gongyan/db'
import { DEMO_COUNTY, DEMO_SIGN_INS } from '../../demo/index.ts'
import type { Deps } from '../../deps.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { serverWord } from '../../http/words.ts'
import { beginSession, findMe, hashPassword, throttleKey } from '../session/index.ts'
import { FACTS, isDemonstration } from '../../facts.ts'
import { DEMO_PASSWORD } from './seed.ts'
import { isSetupCode } from './setup-code.ts'

/** What a browser may know before anybody has signed in, and how the first administrator comes to be. */
export function createInstallationHandlers({
  config,
  sql,
  clock,
  log,
}: Pick<Deps, 'config' | 'sql' | 'clock' | 'log'>): Pick<Handlers, 'getInstallation' | 'setUpInstallation'> {
  const rule = { failures: config.limits.LIMIT_SIGN_IN_FAILURES, waitSeconds: config.limits.LIMIT_SIGN_IN_WAIT_SECONDS }
  return {
    async getInstallation() {
      const [isDemo, countyName, needsSetUp] = await Promise.all([
        isDemonstration(sql),
        findCountyName(sql),
        isEmpty(sql),
      ])
      const names = new Map(DEMO_COUNTY.people.map((person) => [person.account, person.name]))
      return reply({
        isDemonstration: isDemo,
        needsSetUp,
        countyName,
        demoPassword: isDemo ? DEMO_PASSWORD : null,
        demoAccounts: isDemo
          ? DEMO_SIGN_INS.map(({ account, duty }) => ({
              account,
              name: names.get(account) ?? account,
              description: duty,
            }))
          : [],
      })
    },

    async setUpInstallation({ body, address }) {
      const now = new Date(clock.nowMs())
      const key = throttleKey('set-up', '', address)
      const attempt = await takeAttempt(sql, key, rule, now)
      if (!attempt.allowed)
        return deny('session/throttled', {
          retryAfterSeconds: attempt.retryAfterSeconds,
          detail: serverWord('server.wait', { minutes: Math.ceil(attempt.retryAfterSeconds / 60) }),
        })
      if (!isSetupCode(body.code, await findFact(sql, FACTS.setupCode)))
        return deny('session/wrong-credentials', { detail: serverWord('server.wrongSetupCode') })
      const passwordHash = await hashPassword(body.password)
      const userId = await sql.begin(async (tx) => {
        const id = await createFirstAdministrator(tx, {
          countyName: body.countyName,
          account: body.account,
          name: body.name,
          passwordHash,
        })
        if (id === null) return null
        await deleteFact(tx, FACTS.setupCode)
        await appendAudit(tx, { actorId: id, action: 'installation.setUp', subject: 'installation', at: now })
        return id
      })
      if (userId === null) return deny('permission/denied', { detail: serverWord('server.alreadySetUp') })
      await clearThrottle(sql, key)
      const me = await findMe(sql, userId)
      if (!me) throw new Error('the first administrator has no place in a unit')
      log.info({ userId }, 'the first administrator has set up')
      return reply(me, { 'set-cookie': await beginSession(sql, config, userId, false, now) })
    },
  }
}
