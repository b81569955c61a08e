import { createAuditHandlers } from './features/audit/index.ts'
import { join } from 'node:path'
import { createBus, createCollabServer, createPostgresLine, createRedisLine } from '@gongyan/collab-server'
import type { Bus, CollabServer } from '@gongyan/collab-server'
import type { Config } from '@gongyan/config'
import { ensureFact } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import { documentName } from '@gongyan/domain'
import { createOffice, DEFAULT_OFFICE_LIMITS } from '@gongyan/office'
import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { createBackground } from './background.ts'
import type { ServerClock } from './clock.ts'
import type { Deps } from './deps.ts'
import { FACTS } from './facts.ts'
import { createCollabGate, createTicketHandlers } from './features/collab-ticket/index.ts'
import { createFileHandlers } from './features/file/index.ts'
import { createHomeHandlers } from './features/home/index.ts'
import { createInstallationHandlers } from './features/installation/index.ts'
import { createLessonClockHandlers } from './features/lesson-clock/index.ts'
import { createLessonPlanHandlers, createPlanReader, createProjector } from './features/lesson-plan/index.ts'
import type { Projector } from './features/lesson-plan/index.ts'
import { createMedia } from './features/media/index.ts'
import type { Media } from './features/media/index.ts'
import { createMemberHandlers } from './features/member/index.ts'
import { createPeopleHandlers } from './features/org/index.ts'
import { createBookHandlers, createBooks, createPrintHandlers } from './features/print/index.ts'
import type { Books } from './features/print/index.ts'
import { createSessionHandlers } from './features/session/index.ts'
import {
  createFormHandlers,
  createFormJobs,
  createImportHandlers,
  createImportItemHandlers,
  createImportQueue,
  createWordHandlers,
  createWordingHandlers,
  createWordReading,
  importLimits,
} from './features/word/index.ts'
import type { ImportQueue } from './features/word/index.ts'
import { createPagePictures } from './files/page-pictures.ts'
import type { PagePictures } from './files/page-pictures.ts'
import { createS3FileStore } from './files/s3.ts'
import { createFolderFileStore } from './files/store.ts'
import { createCursors } from './http/cursor.ts'
import type { Handlers } from './http/operation.ts'
import type { LiveKitStateStore } from './livekit-state.ts'
import { createMetrics } from './metrics.ts'
import { createPreparedPages } from './web/prepared-page.ts'
import { createStaticWeb } from './web/static.ts'

/** What comes from outside: the process makes it once, a test makes its own. */
export interface World {
  readonly config: Config
  readonly sql: Sql
  /** Where `sql` leads, for those who need a connection of their own. */
  readonly databaseUrl: string
  readonly clock: ServerClock
  readonly liveKit: LiveKitStateStore
  readonly log: Logger
  /** Where the built web app lies. */
  readonly webFolder: string
}

export interface Assembly {
  readonly books: Books
  readonly pages: PagePictures
  readonly app: ReturnType<typeof createApp>
  readonly collab: CollabServer
  readonly projector: Projector
  readonly media: Media
  readonly imports: ImportQueue
  readonly deps: Deps
  /** Ends sockets and all work beside the requests; the database may be ended after it. */
  close(): Promise<void>
}

/** Puts the server together over a migrated database. Nothing listens and nothing is scheduled yet. */
export async function assemble(world: World): Promise<Assembly> {
  const { config, sql, clock, liveKit, log } = world
  const cursors = createCursors(await keyOf(sql, FACTS.cursorKey))
  const gate = createCollabGate({ sql, clock })
  const collab = createCollabServer({
    sql,
    databaseUrl: world.databaseUrl,
    limits: config.limits,
    log: collabLog(log),
    now: () => new Date(clock.nowMs()),
    bus: busOf(world),
    peerKey: await keyOf(sql, FACTS.peerKey),
    ...gate,
  })
  const files = config.s3 ? createS3FileStore(config.s3) : createFolderFileStore(join(config.dataDir, 'files'))
  const background = createBackground(log)
  const office = await officeOf(config)
  const plans = createPlanReader(collab)
  const deps: Deps = { config, sql, clock, collab, plans, files, office, cursors, liveKit, background, log }
  const pages = createPagePictures(deps)
  const books = createBooks(deps)
  const media = createMedia(deps)
  const projector = createProjector(deps)
  const reading = createWordReading(config, office)
  const formJobs = createFormJobs(importLimits(config))
  const imports = createImportQueue(deps, reading)

  /** Sockets are judged before this resolves; rooms are looked at beside it, LiveKit may be slow or away. */
  const accessChanged = async (planId: string): Promise<void> => {
    media.accessChanged(planId)
    await collab.accessChanged({ documents: [documentName({ kind: 'lessonPlan', id: planId })] })
  }

  const importing = { ...deps, queue: imports, accessChanged, pages }
  const handlers: Handlers = {
    ...createSessionHandlers(deps),
    ...createInstallationHandlers(deps),
    ...createPeopleHandlers(deps),
    ...createHomeHandlers({ ...deps, projector }),
    ...createLessonPlanHandlers({ ...deps, projector, accessChanged }),
    ...createWordHandlers({ ...deps, reading, formJobs }),
    ...createImportHandlers(importing),
    ...createImportItemHandlers(importing),
    ...createWordingHandlers(deps),
    ...createFormHandlers({ ...deps, formJobs }),
    ...createPrintHandlers({ ...deps, pages }),
    ...createBookHandlers({ ...deps, books, projector }),
    ...createMemberHandlers({ sql, clock, accessChanged }),
    ...createFileHandlers(deps),
    ...createTicketHandlers(deps),
    ...createLessonClockHandlers(deps),
    ...createAuditHandlers({ ...deps, accessChanged }),
    ...media.handlers,
  }
  const app = createApp({
    deps,
    handlers,
    metrics: createMetrics(() => collab.metrics()),
    web: createStaticWeb(world.webFolder),
    prepared: createPreparedPages(world.webFolder),
    receiveNotice: (body, authorization) => media.receive(body, authorization),
    isReady: shared(() => answers(sql)),
  })
  const close = async (): Promise<void> => {
    await Promise.all([collab.close(), background.close()])
    await plans.close()
  }
  return { app, collab, projector, media, imports, pages, books, deps, close }
}

/** A secret that all servers of the installation share, made by the first of them. */
const keyOf = async (sql: Sql, fact: string): Promise<Buffer> =>
  Buffer.from(String(await ensureFact(sql, fact, randomBytes(32).toString('base64url'))), 'base64url')

/** The bus to the servers beside us: through Redis where there is one, else through PostgreSQL. */
function busOf({ config: { redisUrl }, sql, log }: World): Bus {
  const line = redisUrl ? createRedisLine({ url: redisUrl }) : createPostgresLine({ sql })
  return createBus({ line, log: collabLog(log) })
}

const officeOf = ({ soffice, limits }: Config) =>
  createOffice({
    soffice,
    limits: {
      ...DEFAULT_OFFICE_LIMITS,
      fileBytes: limits.LIMIT_UPLOAD_BYTES,
      seconds: limits.LIMIT_OFFICE_SECONDS,
      memoryMb: limits.LIMIT_OFFICE_MEMORY_MB,
      waiting: limits.LIMIT_OFFICE_WAITING,
    },
  })

const READY_MS = 2_000

/** Whether PostgreSQL answers within two seconds. */
async function answers(sql: Sql): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), READY_MS)
  })
  try {
    return await Promise.race([sql`SELECT 1`.then(() => true), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** Whoever asks while a question is under way gets its answer: asking often must not use up the connections. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null
  return () =>
    (asked ??= ask().finally(() => {
      asked = null
    }))
}

type Fields = Readonly<Record<string, string | number | boolean | null>>
const collabLog = (log: Logger) => ({
  debug: (message: string, fields: Fields = {}) => log.debug(fields, message),
  info: (message: string, fields: Fields = {}) => log.info(fields, message),
  warn: (message: string, fields: Fields = {}) => log.warn(fields, message),
  error: (message: string, fields: Fields = {}) => log.error(fields, message),
})
