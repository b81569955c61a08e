import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DocJson } from '@gongyan/documents'
import { lessonPlanTemplate } from '@gongyan/documents'
import { documentName, excerptOf, searchTerms } from '@gongyan/domain'
import * as Y from 'yjs'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

/** Short name → title and text. The texts are made to be mistaken for one another. */
const PLANS: Readonly<Record<string, readonly [title: string, ...lines: string[]]>> = {
  fractions: [
    '异分母分数加、减法',
    '先通分，再相加。1/2＋1/3＝5/6',
    '人教版（PEP）五年级下册',
    '导入 5分钟',
    '复习“同分母分数”的加法',
  ],
  decimals: ['小数加减法', '小数点要对齐，3.5＋0.25', '人教版四年级下册', '错例：把3.5看成35'],
  island: [
    '《富饶的西沙群岛》（第２课时）',
    '默读课文，找出写“五光十色”的句子',
    '海参、龙虾、珊瑚',
    '部编版三年级上册',
  ],
  crab: ['课间：螃蟹与龙虾', '口语交际。谁来说一说「龍蝦」和龙虾是不是一回事？'],
  farm: ['Unit 4  At the Farm', 'Part A  Let’s learn', 'cow, horse, sheep; How many cows are there?', '四年级英语 PEP'],
  weather: ['Unit 3 Weather', 'It’s 26 degrees in Beijing. 四年级英语'],
  heat: ['热在金属中的传递', '用酒精灯加热铜片，观察ＣＯ２和水蒸气', '温度计 100℃'],
  law: ['知法守法　依法维权', '《中华人民共和国未成年人保护法》第三章', '课型：☑新授　□复习'],
  paint: ['家乡的老房子', '水彩、线描；徽派建筑的马头墙', '准备：4K素描纸'],
  jump: ['立定跳远', '蹬地、摆臂、收腹、落地缓冲；测3次取最好成绩'],
  rare: ['识字：𠮷与囍', '生僻字𡋾的故事；“囍”字剪纸'],
  function: ['一次函数y=kx+b的图象', '当k>0时，y随x的增大而增大；①列表②描点③连线'],
}

/** Query → every plan that must be found, in any order; `!` marks those that must come first because of their title. */
const QUERIES: readonly (readonly [query: string, ...found: string[]])[] = [
  // one and two characters
  ['异', 'fractions'],
  ['蟹', 'crab'],
  ['分数', 'fractions'],
  ['龙虾', '!crab', 'island'],
  ['减法', '!fractions', '!decimals'],
  ['法', '!fractions', '!decimals', '!law'],
  ['画'],
  ['西沙', 'island'],
  ['沙西'],
  ['家', 'paint'],
  ['热', '!heat'],
  ['k', '!function', 'paint'],
  ['Y', '!function', 'farm'],
  ['4', 'farm', 'paint'],
  ['①', 'function', 'fractions', 'heat'],
  // punctuation and quotation marks of either style, or none
  ['加、减法', 'fractions', 'decimals'],
  ['加减法', 'fractions', 'decimals'],
  ['《富饶的西沙群岛》', 'island'],
  ['富饶的西沙群岛', 'island'],
  ['「五光十色」', 'island'],
  ['“五光十色”', 'island'],
  ['五光十色', 'island'],
  ['同分母分数的加法', 'fractions'],
  ['未成年人保护法第三章', 'law'],
  ['(第2课时)', 'island'],
  ['（第2课时）', 'island'],
  ['新授', 'law'],
  ['☑新授', 'law'],
  ['口语交际。', 'crab'],
  ['《》'],
  ['。！？'],
  // full and half width, upper and lower case
  ['pep', 'fractions', 'farm'],
  ['PEP', 'fractions', 'farm'],
  ['ＰＥＰ', 'fractions', 'farm'],
  ['Pep人教版'],
  ['unit', '!farm', '!weather'],
  ['UNIT 4', 'farm'],
  ['ｕｎｉｔ４', 'farm'],
  ['Unit4', 'farm'],
  ['unit 3', 'weather'],
  ['co2', 'heat'],
  ['CO₂', 'heat'],
  ['１００℃', 'heat'],
  ['第2课时', 'island'],
  ['第２课时', 'island'],
  ['第 2 课时', 'island'],
  ['4k素描纸', 'paint'],
  ["let's learn", 'farm'],
  ['Let’s Learn', 'farm'],
  ['at the farm', 'farm'],
  ['ATTHEFARM'],
  // digits and formulas
  ['3.5', 'decimals'],
  ['35', 'decimals'],
  ['1/2', 'fractions'],
  ['５/６', 'fractions'],
  ['26', 'weather'],
  ['y=kx+b', 'function'],
  ['Y=KX+B', 'function'],
  ['ｙ＝ｋｘ＋ｂ', 'function'],
  ['k>0', 'function'],
  ['5分钟', 'fractions'],
  ['3次', 'jump'],
  // several words: all of them, anywhere
  ['龙虾 珊瑚', 'island'],
  ['龙虾　螃蟹', 'crab'],
  ['人教版 小数', 'decimals'],
  ['人教版 下册', 'fractions', 'decimals'],
  ['四年级 英语', 'farm', 'weather'],
  ['英语 四年级 PEP', 'farm'],
  ['通分 龙虾'],
  ['cow horse', 'farm'],
  ['horse cow', 'farm'],
  ['马头墙 水彩', 'paint'],
  // whole sentences, rare characters, traditional ones only as written
  ['小数点要对齐', 'decimals'],
  ['y随x的增大而增大', 'function'],
  ['蹬地摆臂', 'jump'],
  ['𠮷', 'rare'],
  ['𡋾', 'rare'],
  ['囍字剪纸', 'rare'],
  ['龍蝦', 'crab'],
  ['依法维权', 'law'],
  ['知法守法依法维权', 'law'],
  // what must not be found: over the end of a line, other orders, wildcards
  ['法先通分'],
  ['分异母'],
  ['%'],
  ['_'],
  ['%分%'],
  ['.*'],
  ['\\'],
  ["' OR ''='"],
]

let server: Harness
let school: Place
let teacher: Person
const ids = new Map<string, string>()

const docOf = ([title, ...lines]: readonly string[]): DocJson => ({
  type: 'doc',
  content: [
    { type: 'title', content: [{ type: 'text', text: title ?? '' }] },
    ...lines.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  ],
})
interface Item {
  id: string
  title: string
  excerpt: string | null
}
async function search(query: string, as: Person = teacher): Promise<Item[]> {
  const response = await server.call('listLessonPlans', { as, query: { q: query, limit: '100' } })
  expect(response.status, query).toBe(200)
  return ((await response.json()) as { items: Item[] }).items
}

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  school = await server.aPlace('校', await server.aPlace('县'))
  teacher = await server.aPerson(school, 'teacher')
  for (const [key, plan] of Object.entries(PLANS))
    ids.set(key, await server.aPlan(teacher, school, { title: plan[0], doc: docOf(plan) }))
})
afterAll(() => server?.close())

test('[SR5] the query set is as large and as Chinese as it should be', () => {
  expect(QUERIES.length).toBeGreaterThanOrEqual(60)
  expect(QUERIES.filter(([query]) => /\p{Script=Han}/u.test(query)).length).toBeGreaterThanOrEqual(40)
})

test.each(QUERIES.map(([query, ...found]) => ({ query, found })))(
  '[SR5] “$query” finds $found',
  async ({ query, found }) => {
    const items = await search(query)
    const keys = items.map(({ id }) => [...ids].find(([, planId]) => planId === id)?.[0] ?? id)
    expect(keys.toSorted()).toEqual(found.map((key) => key.replace('!', '')).toSorted())
    const first = found.filter((key) => key.startsWith('!')).map((key) => key.slice(1))
    expect(keys.slice(0, first.length).toSorted()).toEqual(first.toSorted())
    // The title stands beside the excerpt: where it alone has the words, there is nothing more to show.
    for (const { title, excerpt } of items)
      expect(excerpt ?? excerptOf(title, searchTerms(query)), title).toMatch(/⟪[^⟪⟫]+⟫/)
  },
)

test('[SR6] a search answers for what is committed at that moment, with nobody waiting for a background job', async () => {
  const id = await server.aPlan(teacher, school, {
    title: '还没写完',
    doc: lessonPlanTemplate('standard', { title: '还没写完', subject: null, grade: null, lead: null }),
  })
  expect(await search('萤火虫')).toEqual([])
  for (let n = 1; n <= 5; n++) {
    await server.collab.edit(
      documentName({ kind: 'lessonPlan', id }),
      { authorId: teacher.id, source: 'test' },
      (ydoc) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(`第${n}只萤火虫飞过来`)])
        const body = ydoc.getXmlFragment('body')
        body.insert(body.length, [paragraph])
      },
    )
    expect((await search(`第${n}只萤火虫`)).map((item) => item.id)).toEqual([id])
  }
})

test('[SR7] words of a plan one may not read find nothing, until one may', async () => {
  const stranger = await server.aPerson(school, 'teacher')
  expect(await search('通分', stranger)).toEqual([])
  await server.call('putMember', {
    as: teacher,
    params: { id: ids.get('fractions') ?? '', userId: stranger.id },
    body: { role: 'commenter' },
  })
  expect((await search('通分', stranger)).map((item) => item.id)).toEqual([ids.get('fractions')])
})
