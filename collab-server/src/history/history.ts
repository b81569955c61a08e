import type { Sql } from '@gongyan/db/client'
import { type LoggedUpdate, readHead, readLog } from '@gongyan/db/collab'
import type { WorkerThread } from '../compaction/thread.ts'
import { CollabFault, type Log } from '../port.ts'
import type { Activity, ActivityAsked } from './activity.ts'
import type { Moment, StateAt } from './answers.ts'
import type { Authorship } from './authorship.ts'
import type { Change } from './changes.ts'

/**
 * What the log of a document tells, from its beginning, rows and segments alike. Answers are null when there is no such
 * document, and reject with a CollabFault when they cannot be given, as when the log is damaged. Only what is committed counts.
 */
export interface History {
  /** Who wrote and erased how much when; a hole in the log is told instead of refused. */
  activity(name: string, asked: ActivityAsked): Promise<Activity | null>
  stateAt(name: string, moment: Moment): Promise<StateAt | null>
  authorship(name: string, moment: Moment): Promise<Authorship | null>
  changes(name: string, from: Moment, to: Moment): Promise<readonly Change[] | null>
  /** The updates after `after` as they were committed, page by page; throws when one is missing or damaged. */
  replay(name: string, after: number): AsyncGenerator<readonly LoggedUpdate[]>
}

export function createHistory(sql: Sql, thread: WorkerThread, log: Log): History {
  const told = async <T>(name: string, answer: Promise<T>): Promise<T> => {
    try {
      return await answer
    } catch (error) {
      log.error('the past of a document could not be told', {
        document: name,
        error: error instanceof Error ? error.message : String(error),
      })
      throw new CollabFault(name, 'unavailable')
    }
  }
  return {
    async activity(name, asked) {
      return told(name, thread.ask('activity', { name, asked }))
    },
    async stateAt(name, moment) {
      return told(name, thread.ask('stateAt', { name, moment }))
    },
    async authorship(name, moment) {
      return told(name, thread.ask('authorship', { name, moment }))
    },
    async changes(name, from, to) {
      return told(name, thread.ask('changes', { name, from, to }))
    },
    async *replay(name, after) {
      const head = await readHead(sql, name)
      if (head !== null) yield* readLog(sql, name, BigInt(after), head)
    },
  }
}
