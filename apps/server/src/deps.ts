import type { CollabServer } from '@gongyan/collab-server'
import type { Config } from '@gongyan/config'
import type { Sql } from '@gongyan/db'
import type { Office } from '@gongyan/office'
import type { Logger } from 'pino'
import type { Background } from './background.ts'
import type { ServerClock } from './clock.ts'
import type { FileStore } from './files/store.ts'
import type { PlanReader } from './features/lesson-plan/plan-reader.ts'
import type { Cursors } from './http/cursor.ts'
import type { LiveKitStateStore } from './livekit-state.ts'

/** The world as features see it; made once in main.ts, and by tests over a database of their own. */
export interface Deps {
  readonly config: Config
  readonly sql: Sql
  readonly clock: ServerClock
  readonly collab: CollabServer
  readonly plans: PlanReader
  readonly files: FileStore
  /** LibreOffice and poppler, or what says that they are not here. */
  readonly office: Office
  readonly cursors: Cursors
  readonly liveKit: LiveKitStateStore
  readonly background: Background
  readonly log: Logger
}
