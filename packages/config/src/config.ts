import { resolve } from 'node:path'

/** Every limit, its default, and what it bounds. Each is an environment variable `LIMIT_…`. */
export const LIMITS = {
  LIMIT_HTTP_BODY_BYTES: [1_000_000, 'largest JSON body of an HTTP request'],
  LIMIT_UPLOAD_BYTES: [50_000_000, 'largest uploaded file'],
  LIMIT_UPLOADS_PER_PERSON: [6, 'files one session may be sending at a time'],
  LIMIT_UPLOADS_MEMORY_BYTES: [600_000_000, 'bytes of files the server takes in at a time; the others wait'],
  LIMIT_REQUESTS_PER_MINUTE: [1200, 'HTTP requests of one session or address in a minute'],
  LIMIT_SIGN_IN_FAILURES: [5, 'wrong passwords for one account and address before waiting'],
  LIMIT_SIGN_IN_WAIT_SECONDS: [600, 'wait after too many wrong passwords'],
  LIMIT_SOCKETS_PER_PERSON: [40, 'open collaboration sockets of one person'],
  LIMIT_DOCUMENTS_PER_SOCKET: [20, 'documents open on one collaboration socket'],
  LIMIT_COLLAB_FRAME_BYTES: [8_000_000, 'largest collaboration message'],
  LIMIT_DOCUMENT_BYTES: [20_000_000, 'largest document state'],
  LIMIT_AWARENESS_BYTES: [4_000, 'largest presence state'],
  LIMIT_AWARENESS_CLIENTS: [4, 'presence states one connection may show in one document'],
  LIMIT_CLOCK_GAPS: [64, 'updates in a row whose predecessors are missing before a collaboration socket is cut'],
  LIMIT_UNAUTHENTICATED_MESSAGES: [20, 'messages kept for a socket before it has shown its ticket'],
  LIMIT_UNAUTHENTICATED_SECONDS: [10, 'time a socket may stay open without a ticket'],
  LIMIT_UNAUTHENTICATED_BYTES: [64_000, 'bytes kept for a socket before it has shown its ticket'],
  LIMIT_UNAUTHENTICATED_SOCKETS: [1_000, 'collaboration sockets that have not shown a ticket yet'],
  LIMIT_UPDATE_PARTS: [200_000, 'structs and deleted ranges of one collaboration update'],
  LIMIT_STATE_VECTOR_BYTES: [256_000, 'largest state vector a client may send'],
  LIMIT_SOCKET_MS_PER_SECOND: [
    200,
    'milliseconds of work in a second for one collaboration socket before it is not read for a while',
  ],
  LIMIT_UNSTORED_BYTES: [64_000_000, 'bytes that wait for the database before writers are not read any more'],
  LIMIT_SOCKET_BUFFER_BYTES: [4_000_000, 'unsent bytes for a slow reader before it is cut'],
  LIMIT_PEER_BUFFER_BYTES: [64_000_000, 'unsent bytes for another server before the line to it is cut'],
  LIMIT_TICKET_SECONDS: [60, 'life of a collaboration ticket'],
  LIMIT_MEDIA_TICKET_SECONDS: [600, 'life of a LiveKit token'],
  LIMIT_ROOM_PARTICIPANTS: [60, 'people in one room at the same time'],
  LIMIT_WEBHOOK_BYTES: [256_000, 'largest notice of the media server'],
  LIMIT_EVENT_AGE_SECONDS: [43_200, 'how far back a page may place an event it could not send earlier'],
  LIMIT_IMPORT_SECONDS: [30, 'time a Word file may take to be read'],
  LIMIT_IMPORT_MEMORY_MB: [512, 'memory a Word file may take to be read'],
  LIMIT_IMPORT_UNPACKED_BYTES: [300_000_000, 'unpacked size of a Word file'],
  LIMIT_IMPORT_ENTRIES: [4_000, 'parts of a Word file'],
  LIMIT_OFFICE_SECONDS: [60, 'time LibreOffice may take for one file'],
  LIMIT_OFFICE_MEMORY_MB: [1_500, 'address space of LibreOffice'],
  LIMIT_OFFICE_WAITING: [40, 'conversions that may wait for a processor'],
  LIMIT_PRINT_PLANS: [200, 'plans in one book, PDF or Word'],
  LIMIT_IMPORT_CELLS: [20_000, 'cells in the tables of a Word file'],
  LIMIT_IMPORT_CHARACTERS: [1_000_000, 'characters of a Word file'],
  LIMIT_IMPORT_PIXELS: [
    64_000_000,
    'pixels of a picture in a Word file; a larger one is kept as a file beside the text',
  ],
  LIMIT_IMPORTS_PER_PERSON: [20, 'imports one person may have unfinished'],
  LIMIT_IMPORTS_KEPT_PER_PERSON: [500, 'imports of one person that are not erased yet, thrown away ones included'],
  LIMIT_IMPORT_FILES: [300, 'files of one import, those in archives included'],
  LIMIT_IMPORT_BYTES: [1_000_000_000, 'bytes of all files of one import, unpacked'],
  LIMIT_IMPORT_BYTES_PER_PERSON: [
    5_000_000_000,
    'bytes of all imports of one person that are not erased yet, thrown away ones included',
  ],
  LIMIT_IMPORT_KEEP_DAYS: [30, 'days an import that nobody touches is kept; plans taken from it stay'],
  LIMIT_IMPORT_DISCARDED_DAYS: [7, 'days an import that was thrown away is kept'],
  LIMIT_WORDINGS_PER_UNIT: [2_000, 'wordings one school or county may have remembered'],
  LIMIT_FORMS_PER_UNIT: [60, 'forms one school or county may have'],
  LIMIT_TITLE_CHARACTERS: [120, 'characters of a plan title given to the API'],
} as const satisfies Record<`LIMIT_${string}`, readonly [number, string]>

/** Every other variable a person may set: its default as text (none: empty) and what it is for. */
export const VARIABLES = {
  PORT: ['3000', 'port of web, API and collaboration; 0 takes any free one'],
  HOST: ['127.0.0.1', 'address to listen on; 0.0.0.0 is every address of this machine'],
  DATA_DIR: ['.data', 'folder of the database, files, secrets and logs'],
  PUBLIC_URL: ['', 'address as browsers see it; https makes cookies Secure'],
  DATABASE_URL: ['', 'PostgreSQL 15 or newer; else the embedded one'],
  REDIS_URL: ['', 'carries changes of rights between several servers; else PostgreSQL does'],
  PEER_URL: [
    '',
    'address (ws://host:port, which only servers may reach, or wss:// where something in front ends TLS) under which the other servers of the installation reach this one; else HOST, or the machine name where HOST is every address, and PORT',
  ],
  LIVEKIT_URL: ['', 'LiveKit, with the two below; else the embedded one'],
  LIVEKIT_API_KEY: ['', 'key of that LiveKit'],
  LIVEKIT_API_SECRET: ['', 'secret of that LiveKit'],
  S3_ENDPOINT: ['', 'object storage, with the three below; else files under DATA_DIR'],
  S3_BUCKET: ['', 'bucket of that storage'],
  S3_ACCESS_KEY_ID: ['', 'key of that storage'],
  S3_SECRET_ACCESS_KEY: ['', 'secret of that storage'],
  SOFFICE_PATH: ['', "LibreOffice's soffice; else the one on the PATH. absent uses none"],
  GONGYAN_SEED: [
    '',
    'demo or empty; else demo where the database is the embedded one and HOST is loopback. empty prints a one-time code for the first administrator',
  ],
  TRUST_PROXY: ['false', 'true believes the X-Forwarded headers of a proxy in front'],
  LOG_LEVEL: ['info', 'debug, info, warn or error'],
} as const satisfies Record<string, readonly [string, string]>

export type LimitName = keyof typeof LIMITS
export type Limits = { readonly [K in LimitName]: number }

export interface LiveKitConfig {
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
}
export interface S3Config {
  readonly endpoint: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface Config {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** As browsers see us; null: derived from each request. */
  readonly publicUrl: string | null
  /** null: the embedded PostgreSQL. */
  readonly databaseUrl: string | null
  readonly redisUrl: string | null
  /** null: from where we listen. */
  readonly peerUrl: string | null
  /** null: the embedded LiveKit. */
  readonly liveKit: LiveKitConfig | null
  /** Who runs LiveKit: our supervisor, somebody else, or nobody. */
  readonly liveKitSource: 'embedded' | 'external' | 'absent'
  readonly s3: S3Config | null
  /** null: whatever is on the PATH. */
  readonly soffice: string | null
  readonly seed: 'demo' | 'empty'
  readonly trustProxy: boolean
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly limits: Limits
}

/** A variable with a value we cannot use; `message` names it and says what is expected. */
export class ConfigError extends Error {
  readonly variable: string
  readonly expected: string

  constructor(variable: string, expected: string, value: string) {
    super(`${variable}=${JSON.stringify(value)}: ${expected}`)
    this.name = 'ConfigError'
    this.variable = variable
    this.expected = expected
  }
}

type Env = Readonly<Record<string, string | undefined>>

const get = (env: Env, name: string): string | null => (env[name]?.trim() ? env[name].trim() : null)

function integer(env: Env, name: string, fallback: number, low: number, high: number): number {
  const value = get(env, name)
  if (value === null) return fallback
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < low || number > high)
    throw new ConfigError(name, `expected a whole number from ${low} to ${high}`, value)
  return number
}

function url(env: Env, name: string, protocols: readonly string[]): string | null {
  const value = get(env, name)
  if (value === null) return null
  const parsed = URL.canParse(value) ? new URL(value) : null
  if (!parsed || !protocols.includes(parsed.protocol))
    throw new ConfigError(
      name,
      `expected an address beginning with ${protocols.map((p) => `${p}//`).join(' or ')}`,
      parsed?.password ? '…' : value,
    )
  return value.replace(/\/$/, '')
}

/** An address without a path: pages and sockets stand at fixed paths below it. */
function origin(env: Env, name: string, protocols: readonly string[], example: string): string | null {
  const value = url(env, name, protocols)
  if (value === null) return null
  const { origin: bare, href } = new URL(value)
  if (href !== `${bare}/`) throw new ConfigError(name, `expected an address without a path, such as ${example}`, '…')
  return bare
}

function oneOf<const T extends string>(env: Env, name: string, values: readonly T[], fallback: T): T {
  const value = get(env, name)
  if (value === null) return fallback
  const found = values.find((known) => known === value)
  if (!found) throw new ConfigError(name, `expected ${values.join(' or ')}`, value)
  return found
}

/** All of a group or none of it: a half-set group is a mistake, named by the variable that is missing. */
function group<const N extends string>(env: Env, names: readonly N[]): Record<N, string> | null {
  const missing = names.filter((name) => get(env, name) === null)
  if (missing.length === names.length) return null
  const [first] = missing
  if (first)
    throw new ConfigError(first, `expected together with ${names.filter((name) => name !== first).join(', ')}`, '')
  return Object.fromEntries(names.map((name) => [name, get(env, name)])) as Record<N, string>
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
/** Whether an address can be reached from this machine only. */
export const isLoopback = (host: string): boolean => LOOPBACK.has(host) || host.startsWith('127.')

/** The configuration an environment asks for; throws ConfigError on a value that cannot be used. */
export function readConfig(env: Env): Config {
  const host = get(env, 'HOST') ?? '127.0.0.1'
  const databaseUrl = url(env, 'DATABASE_URL', ['postgres:', 'postgresql:'])
  const liveKit = group(env, ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'])
  if (liveKit) url(env, 'LIVEKIT_URL', ['ws:', 'wss:', 'http:', 'https:'])
  const s3 = group(env, ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'])
  if (s3) url(env, 'S3_ENDPOINT', ['http:', 'https:'])
  return {
    port: integer(env, 'PORT', 3000, 0, 65535),
    host,
    dataDir: resolve(get(env, 'DATA_DIR') ?? '.data'),
    publicUrl: origin(env, 'PUBLIC_URL', ['http:', 'https:'], 'https://gongyan.example.edu.cn'),
    databaseUrl,
    peerUrl: origin(env, 'PEER_URL', ['ws:', 'wss:'], 'ws://10.0.0.5:3000'),
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    liveKit: liveKit && {
      url: liveKit.LIVEKIT_URL.replace(/\/$/, ''),
      apiKey: liveKit.LIVEKIT_API_KEY,
      apiSecret: liveKit.LIVEKIT_API_SECRET,
    },
    liveKitSource: oneOf(env, 'GONGYAN_LIVEKIT', ['embedded', 'external', 'absent'], liveKit ? 'external' : 'absent'),
    s3: s3 && {
      endpoint: s3.S3_ENDPOINT.replace(/\/$/, ''),
      bucket: s3.S3_BUCKET,
      accessKeyId: s3.S3_ACCESS_KEY_ID,
      secretAccessKey: s3.S3_SECRET_ACCESS_KEY,
    },
    soffice: get(env, 'SOFFICE_PATH'),
    seed: oneOf(env, 'GONGYAN_SEED', ['demo', 'empty'], databaseUrl === null && isLoopback(host) ? 'demo' : 'empty'),
    trustProxy: oneOf(env, 'TRUST_PROXY', ['true', 'false', '1', '0'], 'false') in { true: 1, 1: 1 },
    logLevel: oneOf(env, 'LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
    limits: Object.fromEntries(
      Object.entries(LIMITS).map(([name, [fallback]]) => [
        name,
        integer(env, name, fallback, 1, Number.MAX_SAFE_INTEGER),
      ]),
    ) as unknown as Limits,
  }
}
