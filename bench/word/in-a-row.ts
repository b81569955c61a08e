/**
 * A process of its own that does nothing but read one Word file again and again as the server does. Its arguments are the file
 * and how often; it prints what it holds after each reading.
 */
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { DEFAULT_LIMITS, importDocxInWorker } from '@gongyan/word'

/** Bytes after one reading. */
export interface Held {
  readonly heap: number
  readonly rss: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const [path = '', times] = process.argv.slice(2)
const bytes = new Uint8Array(readFileSync(path))
const held: Held[] = []
for (let file = 0; file < Number(times); file++) {
  const result = await importDocxInWorker(bytes, DEFAULT_LIMITS)
  if (!result.ok) throw new Error(`file ${file}: ${result.refusal.code}`)
  collect()
  const { heapUsed, external, rss } = process.memoryUsage()
  held.push({ heap: heapUsed + external, rss })
}
process.stdout.write(JSON.stringify(held))
