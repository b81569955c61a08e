import childProcess from 'node:child_process'
import dgram from 'node:dgram'
import dns from 'node:dns'
import fs from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, workerData } from 'node:worker_threads'
import { exportDocx } from '../src/export-docx.ts'
import { importDocx } from '../src/import-docx.ts'
import type { ImportLimits } from '../src/refusal.ts'

/**
 * A thread that reads one file after the other as the import's own thread does, and in which every way out (network, names,
 * files, programs) is counted and closed.
 */
export interface Watched {
  readonly id: number
  readonly code: string
  readonly milliseconds: number
  /** What is wrong with a plan that was given; null where nothing is. */
  readonly fault: string | null
  /** Bytes alive after everything that can be freed was freed; only where it was asked for. */
  readonly alive: number | null
  /** Ways out that were tried until now. */
  readonly tried: readonly string[]
}

const { limits } = workerData as { limits: ImportLimits }
const tried: string[] = []
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function close(name: string, holder: object, methods: readonly string[]): void {
  for (const method of methods)
    if (typeof Reflect.get(holder, method) === 'function')
      Reflect.set(holder, method, () => {
        tried.push(`${name}.${method}`)
        throw new Error(`${name}.${method} is closed`)
      })
}
const functionsOf = (holder: object) =>
  Object.getOwnPropertyNames(holder).filter((name) => /^[a-z]/.test(name) && name !== 'constructor')
close('net.Socket', net.Socket.prototype, ['connect'])
close('net', net, ['connect', 'createConnection', 'createServer'])
close('dgram', dgram, ['createSocket'])
close('dns', dns, functionsOf(dns))
close('dns.promises', dns.promises, functionsOf(dns.promises))
close('http', http, ['request', 'get'])
close('https', https, ['request', 'get'])
close('fs', fs, functionsOf(fs))
close('fs.promises', fs.promises, functionsOf(fs.promises))
close('child_process', childProcess, functionsOf(childProcess))
close('globalThis', globalThis, ['fetch'])
close('process', process, ['dlopen'])
syncBuiltinESMExports()

/** What no plan may hold, whatever the file was. */
function faultOf(bytes: Uint8Array, thorough: boolean): { code: string; fault: string | null } {
  const result = importDocx(bytes, { limits, fallbackTitle: '文件' })
  if (!result.ok) return { code: result.refusal.code, fault: null }
  const { doc, media, report } = result.value
  const said = JSON.stringify([doc, report])
  const fault = !said.isWellFormed()
    ? 'half a character'
    : /"href":"(?!https?:|mailto:|tel:|#)/.test(said)
      ? 'a link nobody can follow safely'
      : [...said.matchAll(/"(?:colspan|rowspan|start)":(\d+)/g)].some(([, count]) => Number(count) > 40_000)
        ? 'a number out of all proportion'
        : said.length > 40_000_000
          ? 'a plan out of all proportion'
          : null
  if (fault !== null || !thorough) return { code: 'ok', fault }
  const again = importDocx(
    exportDocx(doc, (key) => media.find((one) => one.key === key)),
    { limits },
  )
  return { code: 'ok', fault: again.ok || again.refusal.code === 'word/empty' ? null : `export: ${again.refusal.code}` }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
const say = (answer: Watched): void => parentPort?.postMessage(answer)

parentPort?.on(
  'message',
  (order: { id: number; bytes: Uint8Array; thorough: boolean; measure: boolean } | 'escape') => {
    if (order === 'escape') {
      for (const escape of [
        () => fetch('http://127.0.0.1:9/'),
        () => fs.readFileSync('/dev/null'),
        () => dns.lookup('x', () => {}),
      ])
        try {
          escape()
        } catch {
          // Counted.
        }
      say({
        id: -1,
        code: 'escape',
        milliseconds: 0,
        fault: null,
        alive: null,
        tried,
      })
      return
    }
    const { id, bytes, thorough, measure } = order
    const began = performance.now()
    let answer: { code: string; fault: string | null }
    try {
      answer = faultOf(bytes, thorough)
    } catch (error) {
      answer = {
        code: 'crash',
        fault: error instanceof Error ? (error.stack ?? error.message).slice(0, 600) : String(error),
      }
    }
    const milliseconds = performance.now() - began
    if (measure) collect()
    const { heapUsed, external, arrayBuffers } = process.memoryUsage()
    const alive = measure ? heapUsed + external + arrayBuffers : null
    say({ id, ...answer, milliseconds, alive, tried })
  },
)
