/**
 * What a plan page loads and how soon it can be read and written, on a slow line: 1.6 Mbit/s, 150 ms, CPU 4× slower,
 * cold cache, production build. Prints a table and fails over budget.
 *
 *   npm run bench:web            starts a server of its own
 *   BASE_URL=http://… npm run bench:web   measures a running demonstration county
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium, startTestServer } from '@gongyan/testing'

const BUDGET = { readable: 120_000, editable: 285_000, lcpMs: 1500 }
const SAMPLE = join(import.meta.dirname, '../packages/word/fixtures/samples/math-g5-formulas.docx')
const RUNS = Number(process.env['RUNS'] ?? 3)

interface Loaded {
  url: string
  type: string
  bytes: number
  startedAt: number
  finishedAt: number
}
interface Run {
  readableMs: number
  editableMs: number
  lcpMs: number
  readable: Record<string, number>
  editable: Record<string, number>
  files: Loaded[]
}

const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const server = process.env['BASE_URL'] ? null : await startTestServer({ env: { GONGYAN_SEED: 'demo' } })
const base = process.env['BASE_URL'] ?? server?.url ?? ''
const browser = await launchChromium()
try {
  const runs: Run[] = []
  for (let run = 0; run < RUNS; run++) {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      serviceWorkers: 'block',
      bypassCSP: true,
    })
    const headers = { origin: base, 'sec-fetch-site': 'same-origin' }
    const signedIn = await context.request.post(`${base}/api/v1/session`, {
      headers,
      data: { account: 'zhubei', password: 'gongyan-demo' },
    })
    if (!signedIn.ok()) throw new Error(`sign-in answered ${signedIn.status()}`)
    const imported = await context.request.post(`${base}/api/v1/lesson-plans/import`, {
      headers,
      multipart: {
        file: {
          name: 'math-g5-formulas.docx',
          mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
          buffer: readFileSync(SAMPLE),
        },
      },
    })
    if (!imported.ok()) throw new Error(`import answered ${imported.status()}: ${await imported.text()}`)
    const { id } = (await imported.json()) as { id: string }

    const page = await context.newPage()
    await page.addInitScript(() => {
      const marks = ((globalThis as Record<string, unknown>)['__marks'] = { readable: 0, editable: 0, lcp: 0 })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) marks.lcp = entry.startTime
      }).observe({ type: 'largest-contentful-paint', buffered: true })
      const look = () => {
        if (!marks.readable && /课堂总结/.test(document.querySelector('main')?.textContent ?? ''))
          requestAnimationFrame(() => {
            marks.readable ||= performance.now()
          })
        if (!marks.editable && document.querySelector('.ProseMirror[contenteditable="true"]'))
          marks.editable = performance.now()
      }
      new MutationObserver(look).observe(document, {
        childList: true,
        subtree: true,
        attributes: true,
        characterData: true,
      })
    })
    const cdp = await context.newCDPSession(page)
    await cdp.send('Network.enable')
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 200_000,
      uploadThroughput: 200_000,
    })
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    const files = new Map<string, Loaded>()
    let origin = 0
    cdp.on('Network.requestWillBeSent', ({ requestId, request, type, timestamp }) => {
      origin ||= timestamp
      files.set(requestId, {
        url: request.url.replace(base, ''),
        type: type ?? 'Other',
        bytes: 0,
        startedAt: (timestamp - origin) * 1000,
        finishedAt: Infinity,
      })
    })
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength, timestamp }) => {
      const file = files.get(requestId)
      if (file) Object.assign(file, { bytes: encodedDataLength, finishedAt: (timestamp - origin) * 1000 })
    })
    await page.goto(`${base}/plans/${id}`)
    await page.waitForFunction(
      () => (globalThis as unknown as { __marks: { editable: number; readable: number } }).__marks.editable > 0,
      undefined,
      { timeout: 60_000 },
    )
    const marks = await page.evaluate(
      () => (globalThis as unknown as { __marks: { readable: number; editable: number; lcp: number } }).__marks,
    )
    const until = (ms: number) => {
      const sums: Record<string, number> = {}
      for (const file of files.values())
        if (file.finishedAt <= ms) sums[file.type] = (sums[file.type] ?? 0) + file.bytes
      return sums
    }
    runs.push({
      readableMs: marks.readable,
      editableMs: marks.editable,
      lcpMs: marks.lcp,
      readable: until(marks.readable),
      editable: until(marks.editable),
      files: [...files.values()],
    })
    await context.close()
  }

  const last = runs.at(-1)
  if (!last) throw new Error('no run')
  console.log('\nfiles of the last run')
  for (const file of last.files.toSorted((a, b) => a.startedAt - b.startedAt).filter(({ bytes }) => bytes > 0))
    console.log(
      `${file.finishedAt.toFixed(0).padStart(7)} ms ${kb(file.bytes).padStart(10)}  ${file.type.padEnd(10)} ${file.url}`,
    )
  console.log('\n                 readable   editable')
  for (const type of new Set(runs.flatMap((run) => Object.keys(run.editable))))
    console.log(
      `${type.padEnd(14)} ${kb(median(runs.map((run) => run.readable[type] ?? 0))).padStart(10)} ${kb(median(runs.map((run) => run.editable[type] ?? 0))).padStart(10)}`,
    )
  const readable = median(runs.map((run) => run.readable['Script'] ?? 0))
  const editable = median(runs.map((run) => run.editable['Script'] ?? 0))
  const lcpMs = median(runs.map((run) => run.lcpMs))
  const early = last.files
    .filter(({ url, startedAt }) => startedAt < last.editableMs && /katex|livekit|room-|word/i.test(url))
    .map(({ url }) => url)
  const lines: [string, string, boolean][] = [
    ['JavaScript until readable', `${kb(readable)} of ${kb(BUDGET.readable)}`, readable <= BUDGET.readable],
    ['JavaScript until editable', `${kb(editable)} of ${kb(BUDGET.editable)}`, editable <= BUDGET.editable],
    ['largest contentful paint', `${lcpMs.toFixed(0)} ms of ${BUDGET.lcpMs} ms`, lcpMs <= BUDGET.lcpMs],
    ['KaTeX, room, Word only when used', early.join(' ') || 'yes', early.length === 0],
  ]
  console.log(
    `\nmedian of ${RUNS}; readable after ${median(runs.map((run) => run.readableMs)).toFixed(0)} ms, editable after ${median(runs.map((run) => run.editableMs)).toFixed(0)} ms`,
  )
  for (const [name, figure, good] of lines) console.log(`${good ? 'ok  ' : 'OVER'} ${name}: ${figure}`)
  process.exitCode = lines.every(([, , good]) => good) ? 0 : 1
} finally {
  await browser.close()
  await server?.stop()
}
