import type { ClusterHost, ClusterStage } from './cluster-stage.ts'
import { type Peer, type Person, join, settled, write } from './harness.ts'

/** One who types what nobody else types. */
export interface Typist {
  readonly host: ClusterHost
  readonly peer: Peer
  /** What was typed, in order, and how much of it is known to be stored. */
  readonly tokens: string[]
  acknowledged: number
}

/** Somebody who has come in at a server. */
export async function typist(stage: ClusterStage, host: ClusterHost, person: Person): Promise<Typist> {
  const peer = join(host, person, stage.document)
  await settled(peer)
  const one: Typist = { host, peer, tokens: [], acknowledged: 0 }
  peer.provider.on('unsyncedChanges', () => {
    if (!peer.provider.hasUnsyncedChanges) one.acknowledged = one.tokens.length
  })
  return one
}

/** Has each type some ten times a second until the returned function is called. */
export function keepTyping(typists: readonly Typist[], random: () => number): () => void {
  const timers = new Map<Typist, NodeJS.Timeout>()
  const type = (one: Typist): void => {
    const token = `<${one.peer.doc.clientID}.${one.tokens.length}>`
    one.tokens.push(token)
    write(one.peer.doc, token)
    timers.set(one, setTimeout(type, 50 + random() * 100, one))
  }
  for (const one of typists) type(one)
  return () => {
    for (const timer of timers.values()) clearTimeout(timer)
  }
}
