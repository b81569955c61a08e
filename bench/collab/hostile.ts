/**
 * `npm run bench:hostile`: what clients that mean harm, or cannot keep up, do to the others. `FRAMES` (100,000) random, cut, bent
 * and made-up frames through each door; 3,000 updates without predecessors; somebody who reads nothing while 120 MB are pasted.
 * Meanwhile two people write and read on. `SEED`. Ends with 1 where a bound is passed.
 */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { until } from '../crash/history.ts'
import { openSite, type Victim } from '../crash/hosts.ts'
import { join } from '../crash/writer.ts'
import { onStage } from '../stage.ts'
import { enter, fuzz, watch } from './attack.ts'
import { rssBytes } from './servers.ts'
import { wire } from './sinks.ts'

const frames = Number(process.env.FRAMES ?? 100_000)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const PASTES = 120
/** Resident memory of one process moves by itself: each is measured so often, in turns. */
const SAMPLES = 3
const PASTE = 'x'.repeat(1_000_000)
const [MOST_GROWTH, MOST_DELAY_RATIO] = [16e6, 1.2]

console.log(`seed ${seed}`)
let isWithin = true
await onStage(true, async ({ closing, databaseUrl, sql }) => {
  const site = await openSite('ours', sql, databaseUrl, 12)
  closing.add(() => site.close())
  const server = await site.start()
  closing.add(async () => server.kill())
  const open = () => site.createDocument()
  for (const door of ['collab', 'yjs'] as const) {
    const begun = performance.now()
    const { sockets, isAlive, areEqual, p99, longest } = await fuzz(server, await open(), door, frames, seed)
    console.log(
      `${frames} frames through /${door}: ${sockets} sockets, ${((performance.now() - begun) / 1000).toFixed(0)} s; the server ` +
        `${isAlive ? 'lives' : 'died'}; the two beside it ${areEqual ? 'are equal' : 'differ'}, p99 ${p99.toFixed(1)} ms, ` +
        `longest ${longest.toFixed(0)} ms`,
    )
    isWithin &&= isAlive && areEqual
  }
  await gaps(server, await open())
  // The heap grows with the first pastes whoever reads; what is compared comes after that.
  await pastes(server, await open(), await open(), false)
  const samples: { growth: number; ratio: number }[] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    const alone = await pastes(server, await open(), await open(), false)
    const slow = await pastes(server, await open(), await open(), true)
    samples.push({ growth: slow.growth - alone.growth, ratio: slow.p99 / alone.p99 })
    console.log(
      `slow reader during ${PASTES} MB of pastes: memory +${mb(slow.growth)} MB (without him +${mb(alone.growth)}), others' ` +
        `p99 ${slow.p99.toFixed(1)} ms (without him ${alone.p99.toFixed(1)}): ${(slow.p99 / alone.p99).toFixed(2)}`,
    )
  }
  const middle = (of: 'growth' | 'ratio'): number =>
    samples.map((sample) => sample[of]).toSorted((x, y) => x - y)[SAMPLES >> 1] ?? Number.NaN
  const [growth, ratio] = [middle('growth'), middle('ratio')]
  console.log(`in the middle of ${SAMPLES}: memory +${mb(growth)} MB, p99 ${ratio.toFixed(2)} times`)
  isWithin &&= growth <= MOST_GROWTH && ratio <= MOST_DELAY_RATIO && !server.isDead()
})
process.exitCode = isWithin ? 0 : 1

function mb(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}

async function gaps(server: Victim, document: string): Promise<void> {
  const ydoc = new Y.Doc()
  const updates: Uint8Array[] = []
  ydoc.on('update', (update: Uint8Array) => void updates.push(update))
  for (let i = 0; i < 6_000; i++) ydoc.getText('t').insert(i, 'x')
  const over = await watch(server, document)
  const ws = await enter(server, document, 0, 'collab')
  const closed = once(ws, 'close')
  // Every second keystroke is kept back, from the end: nothing can ever be put in its place.
  for (const update of updates.filter((_, index) => index % 2 === 1).toReversed()) ws.send(wire(document, 0, 2, update))
  const [code, reason] = (await closed) as [number, Buffer]
  const { isEqual, longest } = await over()
  console.log(
    `3000 clock gaps: closed with ${code} ${String(reason)}; longest delay of others ${longest.toFixed(0)} ms`,
  )
  isWithin &&= code === 4423 && isEqual
}

async function pastes(
  server: Victim,
  document: string,
  beside: string,
  isSlow: boolean,
): Promise<{ growth: number; p99: number }> {
  const writer = await join(server, document, 1)
  await until(() => writer.isSettled(), 'the writer is in')
  const slow = isSlow ? await enter(server, document, 0, 'collab') : null
  slow?.pause()
  const over = await watch(server, beside)
  const before = await rssBytes(server.pid)
  let most = before
  const text = writer.ydoc.getText('paste')
  for (let i = 0; i < PASTES; i++) {
    text.insert(0, PASTE)
    await until(() => writer.isSettled(), 'the paste is stored')
    text.delete(0, PASTE.length)
    most = Math.max(most, await rssBytes(server.pid))
    await sleep(20)
  }
  const { p99 } = await over()
  if (slow) {
    slow.resume()
    const [code, reason] = (await Promise.race([once(slow, 'close'), sleep(5_000).then(() => [0, 'nothing'])])) as [
      number,
      Buffer,
    ]
    console.log(`the slow reader was closed with ${code} ${String(reason)}`)
  }
  slow?.terminate()
  writer.leave()
  return { growth: most - before, p99 }
}
