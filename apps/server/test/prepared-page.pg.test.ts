import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aForm, makeHarness } from './harness.ts'
import type { Harness, Person } from './harness.ts'

const SAMPLES = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples')
const PAGE =
  '<!doctype html><html lang="zh-CN"><head><title>共研</title></head><body><div id="app"></div><script type="module" src="/assets/app-1a2b3c4d.js"></script></body></html>'
const MANIFEST = {
  'src/features/plan-page/index.tsx': {
    file: 'assets/plan-1a2b3c4d.js',
    imports: ['_base.js'],
    css: ['assets/plan-1a2b3c4d.css'],
  },
  '_base.js': { file: 'assets/base-1a2b3c4d.js', css: ['assets/base-1a2b3c4d.css'] },
}

let server: Harness
let owner: Person
let stranger: Person

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  const web = join(server.deps.config.dataDir, 'web')
  await mkdir(join(web, '.vite'), { recursive: true })
  await writeFile(join(web, 'index.html'), PAGE)
  await writeFile(join(web, '.vite', 'manifest.json'), JSON.stringify(MANIFEST))
  const county = await server.aPlace('县')
  owner = await server.aPerson(await server.aPlace('清河小学', county), 'teacher', { name: '周老师' })
  stranger = await server.aPerson(await server.aPlace('城关小学', county), 'teacher', { name: '吴老师' })
})
afterAll(() => server?.close())

const pageOf = async (id: string, as?: Person) => {
  const response = await server.request(`/plans/${id}`, as ? { as } : {})
  return { response, html: await response.text() }
}
const answersIn = (html: string): Record<string, { body: unknown }> =>
  JSON.parse(/<script type="application\/json" id="answers">(.*?)<\/script>/s.exec(html)?.[1] ?? '{}') as Record<
    string,
    { body: unknown }
  >
async function aPlan(title: string): Promise<string> {
  const response = await server.call('createLessonPlan', { as: owner, body: { title } })
  return ((await response.json()) as { id: string }).id
}

describe('[WB3] a plan’s page comes with what can be read before the app is there', () => {
  test('the text of an imported plan, its files and the answers the app will ask for', async () => {
    const imported = await server.call('importLessonPlan', {
      as: owner,
      form: aForm('math.docx', await readFile(join(SAMPLES, 'math-g5-formulas.docx'))),
    })
    const { id } = (await imported.json()) as { id: string }
    const { response, html } = await pageOf(id, owner)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(html).toContain(`<div id="app"><div class="plan-page prepared" data-plan="${id}"`)
    expect(html).toContain('<td data-column="phase"><p data-align="center">复习铺垫')
    expect(html).toContain('<mfrac>')
    expect(html).toContain('<link rel="stylesheet" crossorigin href="/assets/plan-1a2b3c4d.css">')
    expect(html).toContain('<link rel="modulepreload" crossorigin href="/assets/base-1a2b3c4d.js">')
    expect(Object.keys(answersIn(html))).toEqual([
      '/api/v1/me',
      `/api/v1/lesson-plans/${id}`,
      `/api/v1/lesson-plans/${id}/document`,
    ])
    // What the page says is what the API says to the same person.
    const asked = await server.call('getLessonPlanDocument', { as: owner, params: { id } })
    expect(answersIn(html)[`/api/v1/lesson-plans/${id}/document`]?.body).toEqual(await asked.json())
  })

  test('nothing of a plan for somebody who may not read it, or is not signed in', async () => {
    const id = await aPlan('只给自己看的课')
    for (const [as, answers] of [
      [stranger, ['/api/v1/me']],
      [undefined, []],
    ] as const) {
      const { response, html } = await pageOf(id, as)
      expect(response.status).toBe(200)
      expect(html).not.toContain('prepared')
      expect(html).not.toContain('只给自己看的课')
      expect(Object.keys(answersIn(html))).toEqual(answers)
    }
  })

  test('a title that is markup is text, also inside the answers', async () => {
    const title = '</script></title><img src=x onerror=alert(1)><!--<script>'
    const id = await aPlan(title)
    const { html } = await pageOf(id, owner)
    expect(html).not.toContain('<img src=x')
    expect(html).not.toContain('<!--')
    expect(html.match(/<\/script>/g)).toHaveLength(2)
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(answersIn(html)[`/api/v1/lesson-plans/${id}`]?.body).toMatchObject({ title })
  })

  test('it is compressed for a browser that can', async () => {
    const id = await aPlan('压一压')
    const response = await server.request(`/plans/${id}`, { as: owner, headers: { 'accept-encoding': 'gzip, br' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(Buffer.from(await response.arrayBuffer())).toString()).toContain('压一压')
  })
})
