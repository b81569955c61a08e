/**
 * Loaded into a server of either kind before its own code: answers over the IPC channel what only the process itself knows.
 * The server does not know of it. Needs `--expose-gc`.
 */
import { createHook } from 'node:async_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapCodeStatistics } from 'node:v8'

/** `watch`: from now on the event loop is watched, until the next question. `memory`: garbage is collected first, and given back. */
export type Question = 'glance' | 'watch' | 'memory'

export interface Inside {
  /** Resident memory, bytes. */
  readonly rss: number
  /** Used heap, and what lies beside it for objects of the heap, bytes. */
  readonly heap: number
  /** What of the heap is the compiler's: bytecode and machine code, bytes. It grows for as long as functions get hot. */
  readonly code: number
  /** Processor time of all its threads so far, ms. */
  readonly cpuMs: number
  /** The longest time between two turns of the event loop while it was watched, ms. */
  readonly stallMs: number
  /** What keeps the process awake, by kind, and `AllTimers`: also those that do not. */
  readonly resources: Readonly<Record<string, number>>
}

/** A turn is looked for this often, so that is what an idle loop shows, ms. */
const RESOLUTION_MS = 1
const COLLECTIONS = 4

const timers = new Set<number>()
if (process.env.PROBE_TIMERS)
  createHook({
    init(id, type) {
      if (type === 'Timeout') timers.add(id)
    },
    destroy: (id) => void timers.delete(id),
  }).enable()

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

async function look(question: Question): Promise<Inside> {
  const stallMs = delay.count > 0 ? delay.max / 1e6 : 0
  delay.disable()
  delay.reset()
  const { user, system } = process.cpuUsage()
  if (question === 'memory')
    for (let n = 0; n < COLLECTIONS; n++) {
      // As under memory pressure: otherwise V8 keeps the pages of what it collected, for what may come.
      globalThis.gc?.({ type: 'major', flavor: 'last-resort' })
      await turn()
    }
  const { rss, heapUsed, external } = process.memoryUsage()
  const { code_and_metadata_size: machine, bytecode_and_metadata_size: bytecode } = getHeapCodeStatistics()
  const resources: Record<string, number> = { AllTimers: timers.size }
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1
  if (question === 'watch') delay.enable()
  return { rss, heap: heapUsed + external, code: machine + bytecode, cpuMs: (user + system) / 1000, stallMs, resources }
}

process.on('message', ({ question }: { readonly question?: Question }) => {
  if (question) void look(question).then((inside) => process.send?.({ inside }))
})
