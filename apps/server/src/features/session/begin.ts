import { createHash } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import { createSession, findProfile } from '@gongyan/db'
import type { Profile, Queryable } from '@gongyan/db'
import { canAudit } from '@gongyan/domain'
import type { UserId } from '@gongyan/domain'
import type { Config } from '@gongyan/config'
import { throttleAddress } from '../../http/address.ts'
import { BROWSER_SESSION_MS, hashSecret, newToken, REMEMBERED_MS, sessionCookie } from '../../http/session-cookie.ts'
import { isDemonstration } from '../../facts.ts'

/** Argon2id as @node-rs/argon2 sets it: 19 MiB, two passes, the first choice of OWASP's list. */
export const hashPassword = (password: string): Promise<string> => hash(password)

/** One name tried from one address: others at other addresses are not held up by it. Only a hash of both is kept. */
export const throttleKey = (purpose: string, name: string, address: string): string =>
  `${purpose}:${createHash('sha256')
    .update(`${name.trim().toLowerCase()}\0${throttleAddress(address)}`)
    .digest('base64url')}`

export const isSecure = (config: Pick<Config, 'publicUrl'>): boolean => config.publicUrl?.startsWith('https:') ?? false

/** Keeps a new session and returns the Set-Cookie that carries it. */
export async function beginSession(
  sql: Queryable,
  config: Pick<Config, 'publicUrl'>,
  userId: UserId,
  remember: boolean,
  now: Date,
): Promise<string> {
  const token = newToken()
  const lifeMs = remember ? REMEMBERED_MS : BROWSER_SESSION_MS
  await createSession(sql, {
    id: token.id,
    secretHash: hashSecret(token.secret),
    userId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
    remember,
  })
  return sessionCookie(token, remember ? REMEMBERED_MS : null, isSecure(config))
}

/** The person as `Me`, or undefined for somebody without a place in any unit. */
export async function findMe(sql: Queryable, userId: UserId) {
  const [profile, isDemo] = await Promise.all([findProfile(sql, userId), isDemonstration(sql)])
  return profile && presentMe(profile, isDemo)
}

const presentMe = (profile: Profile, isDemo: boolean) => ({
  id: profile.id,
  account: profile.account,
  name: profile.name,
  title: profile.title,
  identities: profile.identities.map((identity) => ({ ...identity, org: { ...identity.org } })),
  tree: { ...profile.tree },
  isDemonstration: isDemo,
  mayAudit: canAudit(profile),
})
