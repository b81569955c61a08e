/** The thread in which whole documents are worked on, so that nobody who types waits for it. It has a connection of its own. */
import { workerData } from 'node:worker_threads'
import { describeFault, serveJobs } from '@gongyan/config/job-thread'
import { createSql } from '@gongyan/db/client'
import { findSealable, keepSnapshot, sealRows } from '@gongyan/db/collab'
import { activityOf } from '../history/activity.ts'
import { authorshipAt, changesBetween, stateAt } from '../history/answers.ts'
import { buildSnapshot } from './build.ts'
import type { Jobs } from './jobs.ts'
import { readState } from './state.ts'

const { databaseUrl } = workerData as { databaseUrl: string }
const sql = createSql(databaseUrl, { max: 1, applicationName: 'gongyan-compaction' })

serveJobs<Jobs>({
  async snapshot({ name }) {
    const state = await readState(sql, name)
    if (!state) return { kind: 'gone' }
    const built = buildSnapshot(state.seq, state.updates)
    if (built.kind !== 'built') return built
    if (!(await keepSnapshot(sql, name, built.packed))) return { kind: 'gone' }
    return { kind: 'kept', seq: state.seq, bytes: built.packed.bytes.length, rawSize: built.rawSize }
  },
  async seal({ rule, afterName }) {
    const found = await findSealable(sql, rule, afterName)
    if (!found) return { kind: 'none' }
    // A torn log must not keep the documents after it from their turn.
    try {
      return { kind: 'sealed', name: found.name, rows: await sealRows(sql, found.name, found.upTo) }
    } catch (error) {
      return { kind: 'failed', name: found.name, fault: describeFault(error) }
    }
  },
  activity: ({ name, asked }) => activityOf(sql, name, asked),
  stateAt: ({ name, moment }) => stateAt(sql, name, moment),
  authorship: ({ name, moment }) => authorshipAt(sql, name, moment),
  changes: ({ name, from, to }) => changesBetween(sql, name, from, to),
})
