/** The thread in which whole documents are worked on, so that nobody who types waits for it. It has a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { workInBackground } from '@gongyan/config/thread'
import { type Sql, createSql } from '@gongyan/db/client'
import { findSealable, keepSnapshot, sealRows } from '@gongyan/db/collab'
import { activityOf } from '../history/activity.ts'
import { authorshipAt, changesBetween, stateAt } from '../history/answers.ts'
import { buildSnapshot } from './build.ts'
import type { Answer, JobKind, Question, WorkerReply, WorkerRequest } from './jobs.ts'
import { readState } from './state.ts'

const PERFORM: { [K in JobKind]: (sql: Sql, question: Question<K>) => Promise<Answer<K>> } = {
  async snapshot(sql, { name }) {
    const state = await readState(sql, name)
    if (!state) return { kind: 'gone' }
    const built = buildSnapshot(state.seq, state.updates)
    if (built.kind !== 'built') return built
    if (!(await keepSnapshot(sql, name, built.packed))) return { kind: 'gone' }
    return { kind: 'kept', seq: state.seq, bytes: built.packed.bytes.length, rawSize: built.rawSize }
  },
  async seal(sql, { rule, afterName }) {
    const found = await findSealable(sql, rule, afterName)
    if (!found) return { kind: 'none' }
    // A torn log must not keep the documents after it from their turn.
    try {
      return { kind: 'sealed', name: found.name, rows: await sealRows(sql, found.name, found.upTo) }
    } catch (error) {
      return { kind: 'failed', name: found.name, fault: describe(error) }
    }
  },
  activity: (sql, { name, asked }) => activityOf(sql, name, asked),
  stateAt: (sql, { name, moment }) => stateAt(sql, name, moment),
  authorship: (sql, { name, moment }) => authorshipAt(sql, name, moment),
  changes: (sql, { name, from, to }) => changesBetween(sql, name, from, to),
}

const port = parentPort
if (!port) throw new Error('this runs in a worker thread')
workInBackground()
const { databaseUrl } = workerData as { databaseUrl: string }
const sql = createSql(databaseUrl, { max: 1, applicationName: 'gongyan-compaction' })

const perform = <K extends JobKind>(kind: K, question: Question<K>): Promise<Answer<K>> => PERFORM[kind](sql, question)

port.on('message', (request: WorkerRequest) => {
  void perform(request.kind, request.question)
    .then((answer): WorkerReply => ({ id: request.id, answer }))
    // Only the name and code: a message of the database may quote what people wrote.
    .catch((error: unknown): WorkerReply => ({ id: request.id, fault: describe(error) }))
    .then((reply) => port.postMessage(reply))
})

const describe = (error: unknown): string =>
  error instanceof Error
    ? `${'code' in error && typeof error.code === 'string' ? `${error.code} ` : ''}${error.name}`
    : 'unknown'
