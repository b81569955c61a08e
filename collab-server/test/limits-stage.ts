import { CLOSE_REASONS, type CloseReason } from '@gongyan/contract/collab'
import { useTestDatabase } from '@gongyan/testing'
import { expect } from 'vitest'
import { type Attacker, attack, authFrame, isIn, step1 } from './attacker.ts'
import { type Stage, committedText, join, setStage, settled, until, write } from './harness.ts'

/** A stage on a database of its own. */
export const set = async (options: Partial<Parameters<typeof setStage>[0]> = {}) =>
  setStage({ databaseUrl: await useTestDatabase(), ...options })

/** Two people and the plan they write. */
export function cast(stage: Stage) {
  const [document = ''] = stage.documents
  const [one, two] = stage.people
  if (!one || !two) throw new Error('two people are needed')
  return { document, one, two }
}

/** An attacker who has been let in. */
export async function enter(stage: Stage): Promise<Attacker> {
  const { document, one } = cast(stage)
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document), 'in')
  return attacker
}

/** Resolves when an attacker's socket was closed for that reason. */
export async function closedWith(attacker: Attacker, reason: CloseReason): Promise<void> {
  await until(() => attacker.closed !== null, `closed with ${reason}`)
  expect(attacker.closed).toEqual({ code: CLOSE_REASONS[reason], reason })
}

/** Fails unless somebody else can work on the same document, before and after. */
export async function withHealthyPeer(stage: Stage, attackIt: () => Promise<void>): Promise<void> {
  const { document, two } = cast(stage)
  const peer = join(stage, two, document)
  await settled(peer)
  await attackIt()
  write(peer.doc, '照常工作')
  await settled(peer)
  expect(peer.closes).toEqual([])
  expect(await committedText(stage, document)).toContain('照常工作')
}
