/**
 * What a Word file costs: 24,000 characters, 68 rows and 20 pictures, written and read as the server does it, and 600 files in a
 * row; beside mammoth (text only) and LibreOffice's own conversion in the same run. Ends with 1 where a bound is passed.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { crc32, deflateSync } from 'node:zlib'
import type { DocJson } from '@gongyan/documents'
import { DEFAULT_LIMITS, exportDocx, importDocxInWorker } from '@gongyan/word'
import mammoth from 'mammoth'
import { slopeOf } from '../collab/slope.ts'
import type { Held } from './in-a-row.ts'

const BOUNDS = { readMs: 2_000, writeMs: 1_000, megabytes: 200, heapPer100: 2, rssPer100: 15 }
/** Files that are judged as one: the middle of so many. */
const BLOCK = 50
const [CHARACTERS, ROWS, PICTURES] = [24_000, 68, 20]
const RUNS = Number(process.env['RUNS'] ?? 5)
const IN_A_ROW = Number(process.env['FILES'] ?? 600)
const COLUMNS = ['phase', 'teacher', 'students', 'intent', 'minutes'] as const
const HEADS = ['教学环节', '教师活动', '学生活动', '设计意图', '时间']

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const run = promisify(execFile)
const MB = (bytes: number) => bytes / 1_048_576

/** A picture that does not shrink: noise of so many pixels. */
function noise(width: number, height: number, seed: number): Uint8Array {
  const rows = Buffer.alloc((width * 3 + 1) * height)
  let state = seed
  for (let at = 0; at < rows.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    rows[at] = at % (width * 3 + 1) === 0 ? 0 : state >>> 24
  }
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const out = Buffer.alloc(body.length + 8)
    out.writeUInt32BE(data.length, 0)
    body.copy(out, 4)
    out.writeUInt32BE(crc32(body), body.length + 4)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(rows, { level: 1 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}

const paragraph = (...content: DocJson[]): DocJson => ({ type: 'paragraph', content })
const text = (words: string): DocJson => ({ type: 'text', text: words })
function planOf(): DocJson {
  const each = Math.ceil(CHARACTERS / (ROWS * COLUMNS.length))
  const words = '师生共读课文第二自然段想一想为什么把理由写在横线上再同桌交流并补充完整'.repeat(4)
  const row = (index: number): DocJson => ({
    type: 'tableRow',
    attrs: { rowId: `row${String(index).padStart(13, '0')}` },
    content: COLUMNS.map((_, column) => ({
      type: 'tableCell',
      content: [
        paragraph(
          text(words.slice((index + column) % 30, ((index + column) % 30) + each)),
          ...(column === 1 && index < PICTURES
            ? [{ type: 'image', attrs: { fileId: `picture${index}`, alt: `图${index + 1}`, width: 240, height: 180 } }]
            : []),
        ),
      ],
    })),
  })
  return {
    type: 'doc',
    content: [
      { type: 'title', content: [text('异分母分数加、减法')] },
      { type: 'heading', attrs: { level: 2, section: 'process' }, content: [text('教学过程')] },
      {
        type: 'table',
        attrs: { kind: 'process' },
        content: [
          {
            type: 'tableRow',
            attrs: { rowId: 'row-head-0000000' },
            content: COLUMNS.map((field, index) => ({
              type: 'tableHeader',
              attrs: { field },
              content: [paragraph(text(HEADS[index] ?? ''))],
            })),
          },
          ...Array.from({ length: ROWS }, (_, index) => row(index)),
        ],
      },
    ],
  }
}

/** Milliseconds of one run after another, and the last result. */
async function timed<T>(runs: number, act: () => T | Promise<T>): Promise<{ ms: number; last: T }> {
  const times: number[] = []
  let last = await act()
  for (let run = 0; run < runs; run++) {
    const began = performance.now()
    last = await act()
    times.push(performance.now() - began)
  }
  return { ms: median(times), last }
}
const failures: string[] = []
function line(what: string, value: number, unit: string, bound?: number): void {
  const passed = bound === undefined || value <= bound
  if (!passed) failures.push(what)
  console.log(
    `${what.padEnd(46)} ${value.toFixed(1).padStart(9)} ${unit}${bound === undefined ? '' : `  (bound ${bound}${passed ? '' : ', PASSED OVER'})`}`,
  )
}

const doc = planOf()
const pictures = new Map(
  Array.from({ length: PICTURES }, (_, index) => [
    `picture${index}`,
    { bytes: noise(320, 240, index + 1), mediaType: 'image/png' },
  ]),
)
const written = await timed(RUNS, () => exportDocx(doc, (id) => pictures.get(id)))
const bytes = written.last
const read = () => importDocxInWorker(bytes, DEFAULT_LIMITS)

collect()
const before = process.memoryUsage().rss
let peak = before
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5)
const reading = await timed(RUNS, read)
clearInterval(watch)
if (!reading.last.ok) throw new Error(reading.last.refusal.code)
const { counts } = reading.last.value.report
console.log(
  `a plan of ${counts.characters} characters, ${counts.rows} rows, ${counts.images} pictures: ${MB(bytes.length).toFixed(1)} MB\n`,
)
if (counts.rows !== ROWS || counts.images !== PICTURES || counts.characters < CHARACTERS * 0.98)
  failures.push('what was read is not what was written')
line('writing', written.ms, 'ms', BOUNDS.writeMs)
line('reading, in a thread of its own', reading.ms, 'ms', BOUNDS.readMs)
line('memory while reading, over what was there', MB(peak - before), 'MB', BOUNDS.megabytes)

const folder = mkdtempSync(join(tmpdir(), 'gongyan-bench-word-'))
const file = join(folder, 'plan.docx')
writeFileSync(file, bytes)
try {
  await inARow()
  await besideOthers()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(failures.length === 0 ? '\nevery bound is kept' : `\npassed over: ${failures.join('; ')}`)
process.exitCode = failures.length === 0 ? 0 : 1

/**
 * RSS climbs in steps of some 20 MB to what threads and pictures needed at their most together, and stays: pages of ended
 * threads are kept for the next ones. Where that is reached depends on when the steps fall, so the earlier half says nothing.
 * What is kept for good shows in the heap at once, and in RSS over the later half.
 */
async function inARow(): Promise<void> {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, 'in-a-row.ts'), file, String(IN_A_ROW)], {
    maxBuffer: 10_000_000,
  })
  const held = JSON.parse(stdout) as Held[]
  const blocks = Array.from({ length: Math.floor(IN_A_ROW / BLOCK) }, (_, block) =>
    held.slice(block * BLOCK, (block + 1) * BLOCK),
  ).slice(Math.floor(IN_A_ROW / BLOCK / 2))
  console.log(`\n${IN_A_ROW} files in a row, in a process of its own; each ${BLOCK} of the later half:`)
  for (const [of, name, bound] of [
    ['heap', 'heap', BOUNDS.heapPer100],
    ['rss', 'RSS', BOUNDS.rssPer100],
  ] as const) {
    const middles = blocks.map((block) => MB(median(block.map((one) => one[of]))))
    const slope = slopeOf(middles.map((value, block) => [(block * BLOCK) / 100, value]))
    console.log(`  ${name} ${middles.map((value) => value.toFixed(0)).join(' ')} MB`)
    line(`${name}, growth per 100 files (± ${slope?.margin.toFixed(1)})`, slope?.perUnit ?? Number.NaN, 'MB', bound)
  }
}

async function besideOthers(): Promise<void> {
  console.log('\nbeside others')
  const buffer = Buffer.from(bytes)
  const peer = await timed(RUNS, () => mammoth.extractRawText({ buffer }))
  line('mammoth, text only, no thread', peer.ms, 'ms')
  console.log(`  ours ÷ mammoth: ${(reading.ms / peer.ms).toFixed(2)}`)
  if (spawnSync('sh', ['-c', 'command -v soffice'], { stdio: 'ignore' }).status !== 0) {
    console.log('LibreOffice is absent: skipped')
    return
  }
  for (const [to, what] of [
    ['txt:Text', 'text'],
    ['docx:MS Word 2007 XML', 'docx'],
  ] as const) {
    const profile = `-env:UserInstallation=file://${folder}/profile`
    const office = await timed(Math.min(RUNS, 3), () =>
      run('soffice', ['--headless', profile, '--convert-to', to, '--outdir', join(folder, what), file], {
        timeout: 120_000,
      }),
    )
    line(`LibreOffice to ${what}`, office.ms, 'ms')
    console.log(`  ours ÷ LibreOffice: ${(((what === 'text' ? 0 : written.ms) + reading.ms) / office.ms).toFixed(2)}`)
  }
}
