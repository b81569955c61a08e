import { CLOSE_REASONS } from '@gongyan/contract/collab'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Attacker, attack, authFrame, isIn, step1 } from './attacker.ts'
import { join, settled, until, write } from './harness.ts'
import { cast, enter, set } from './limits-stage.ts'

test('[LIM9] a slow reader is first spared presence, then cut with a reason to synchronise anew; others feel nothing', async () => {
  const stage = await set({ limits: { LIMIT_SOCKET_BUFFER_BYTES: 400_000, LIMIT_DOCUMENT_BYTES: 100_000_000 } })
  const { document, two } = cast(stage)
  const slow = await enter(stage)
  slow.ws.pause()
  const writer = join(stage, two, document)
  await settled(writer)
  for (let i = 0; i < 400 && stage.server.metrics().cuts['slow-reader'] === undefined; i++) {
    write(writer.doc, 'x'.repeat(100_000))
    writer.provider.setAwarenessField('cursor', i)
    await settled(writer)
    writer.doc.getXmlFragment('body').delete(1, writer.doc.getXmlFragment('body').length - 1)
  }
  expect(stage.server.metrics().cuts['slow-reader']).toBe(1)
  expect(stage.server.metrics().presenceDropped).toBeGreaterThan(0)
  expect(CLOSE_REASONS['slow-reader']).toBeGreaterThanOrEqual(4500)
  await until(() => stage.server.metrics().sockets === 1, 'only the writer is left')
  expect(writer.closes).toEqual([])
})

test('[LIM9] a whole document on a slow line is not a slow reader', async () => {
  const stage = await set({ limits: { LIMIT_SOCKET_BUFFER_BYTES: 100_000 } })
  const { document, one, two } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  write(writer.doc, 'x'.repeat(7_000_000))
  await settled(writer)
  const slow = await attack(stage)
  slow.send(authFrame(document, stage.office.issue(two, document)))
  await until(() => isIn(slow, document), 'in')
  slow.ws.pause()
  slow.send(step1(document))
  await until(() => stage.server.metrics().connections === 2, 'both there')
  const before = stage.events.length
  for (let i = 0; i < 20; i++) {
    write(writer.doc, `接着写${i};`)
    await settled(writer)
  }
  expect(stage.events.slice(before).some(({ kind }) => kind === 'broadcast')).toBe(true)
  expect(stage.server.metrics().cuts['slow-reader']).toBeUndefined()
  slow.ws.resume()
  await until(() => slow.frames.some((frame) => frame.length > 7_000_000), 'the whole document came')
  await until(() => slow.frames.some((frame) => Buffer.from(frame).includes('接着写19;')), 'and what followed')
  expect(stage.server.metrics().cuts['slow-reader']).toBeUndefined()
})

test('[LIM9] a line is not given up while a document moves on it, nor kept when nothing does', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const stage = await set()
  const { document, two } = cast(stage)
  const writer = join(stage, two, document)
  await settled(writer)
  write(writer.doc, 'x'.repeat(7_000_000))
  await settled(writer)
  writer.destroy()
  await until(() => stage.server.metrics().sockets === 0, 'the writer has gone')
  // As a village line: what is read of it in a beat does not bring the pong's turn. It has read nothing large before, or
  // the machine would take all of it on its behalf.
  const villageLine = async (): Promise<Attacker> => {
    const slow = await attack(stage)
    slow.send(authFrame(document, stage.office.issue(two, document)))
    await until(() => isIn(slow, document), 'in')
    slow.ws.pause()
    slow.send(step1(document))
    await stage.streamed()
    return slow
  }
  const slow = await villageLine()
  for (let beat = 0; beat < 4; beat++) vi.advanceTimersByTime(30_000)
  slow.ws.resume()
  await until(() => slow.frames.some(({ length }) => length > 7_000_000), 'the whole document came')
  expect(stage.server.metrics().sockets).toBe(1)
  slow.ws.terminate()
  await until(() => stage.server.metrics().sockets === 0, 'gone')

  // A document waits to be sent, and nothing of it has moved for as long as Node was told to watch for: from one beat on.
  await villageLine()
  vi.advanceTimersByTime(30_000)
  for (const stream of stage.streams) if (stream.timeout === 30_000) stream.emit('timeout')
  await until(() => stage.server.metrics().sockets === 0, 'given up')

  // Nothing waits to be sent, and nobody answers.
  const deaf = await attack(stage)
  deaf.send(authFrame(document, stage.office.issue(two, document)))
  await until(() => isIn(deaf, document), 'in')
  deaf.ws.pause()
  for (let beat = 0; beat < 3; beat++) vi.advanceTimersByTime(30_000)
  await until(() => stage.server.metrics().sockets === 0, 'given up too')
})

test('[LIM9] asking for a whole document again and again without reading ends the socket', async () => {
  const stage = await set({ limits: { LIMIT_SOCKET_BUFFER_BYTES: 4_000_000 } })
  const { document, two } = cast(stage)
  const writer = join(stage, two, document)
  await settled(writer)
  for (let i = 0; i < 8; i++) {
    write(writer.doc, 'x'.repeat(1_000_000))
    await settled(writer)
  }
  const slow = await enter(stage)
  await until(() => slow.frames.some(({ length }) => length > 7_900_000), 'read once')
  slow.ws.pause()
  for (let i = 0; i < 100; i++) slow.send(step1(document))
  await until(() => stage.server.metrics().cuts['slow-reader'] === 1, 'cut')
  expect(writer.closes).toEqual([])
})
