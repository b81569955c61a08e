import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { DocJson } from '@gongyan/documents'
import { confirmForm, importDocx, missingParts, readForm } from '../../src/index.ts'
import { back, bytesOf, formOf, planOf, write } from './filled.ts'

const FORM = bytesOf('forms/running-head.docx')
const part = (bytes: Uint8Array, name: string) => strFromU8(unzipSync(bytes)[name] ?? new Uint8Array())
/** All words of a part, a walk over its tags that knows nothing of our reader; `copy` names the one of two copies that counts. */
function words(xml: string, skipped: 'mc:Choice' | 'mc:Fallback'): string {
  let out = ''
  let away = 0
  let isText = false
  for (const token of xml.match(/<[^>]+>|[^<]+/g) ?? []) {
    const [, close, name = ''] = /^<(\/?)([\w:]+)/.exec(token) ?? []
    if (name === skipped) away += close ? -1 : 1
    else if (name === 'w:t' && !token.endsWith('/>')) isText = !close
    else if (name === 'w:p' && close) out += '\n'
    else if (!token.startsWith('<') && isText && away === 0) out += token
  }
  return out
}
const header = (fields: Record<string, string>): DocJson => ({
  type: 'header',
  content: Object.entries(fields).map(([key, text]) => ({
    type: 'headerField',
    attrs: { key, label: null },
    content: [{ type: 'text', text }],
  })),
})
const FACTS = {
  topic: '秋天的雨',
  subject: '语文',
  grade: '六年级',
  period: '2',
  lessonKind: '新授课',
  lead: '周敏',
  date: '2026-09-14',
  'extra:周次': '3',
}
const plan = (facts: Record<string, string> = FACTS) => {
  const sample = planOf('chinese-g3-whole-table.docx')
  const content = (sample.doc.content ?? []).filter(({ type }) => type !== 'header' && type !== 'title')
  const title = { type: 'title', content: [{ type: 'text', text: facts['topic'] ?? '一课' }] }
  return { ...sample, doc: { type: 'doc', content: [title, header(facts), ...content] } }
}
const factsOf = (doc: DocJson) =>
  Object.fromEntries(
    (doc.content ?? [])
      .filter(({ type }) => type === 'header')
      .flatMap(({ content }) => content ?? [])
      .map(({ attrs, content }) => [String(attrs?.['key']), (content ?? []).map(({ text }) => text).join('')]),
  )

describe('places beside the page’s text', () => {
  test('[WD61] running heads, feet and text boxes are understood by the same words, school and page aside', () => {
    const places = formOf(FORM).slots.flatMap(({ target, place: { how, story } }) =>
      story && target && 'key' in target ? [`${story.kind} ${story.part} ${target.key} ${how}`] : [],
    )
    expect(places).toEqual([
      'box word/document.xml topic text',
      'box word/document.xml period text',
      'box word/document.xml lessonKind text',
      'head word/header1.xml subject text',
      'head word/header2.xml subject text',
      'head word/header2.xml grade text',
      'head word/header2.xml extra:周次 text',
      'foot word/footer1.xml lead text',
      'foot word/footer1.xml date text',
    ])
  })

  test('[WD62] each says its fact, in both copies of a text box and in every running head that asks for it', () => {
    const { bytes, left } = write(FORM, formOf(FORM), plan())
    expect(left.filter(({ kind }) => kind === 'header' || kind === 'title')).toEqual([])
    const document = part(bytes, 'word/document.xml')
    for (const skipped of ['mc:Choice', 'mc:Fallback'] as const) {
      const seen = words(document, skipped)
      expect(seen).toContain('课题：秋天的雨\n')
      expect(seen).toMatch(/课时：2　课型：新授课\n/)
    }
    expect(words(part(bytes, 'word/header1.xml'), 'mc:Fallback')).toBe('  城南实验小学备课纸　　学科：语文\n')
    expect(words(part(bytes, 'word/header2.xml'), 'mc:Fallback')).toBe(
      '  城南实验小学备课纸\n学科：语文　　年级：六年级　　第3周\n',
    )
    expect(words(part(bytes, 'word/footer1.xml'), 'mc:Fallback')).toBe('主备人：周敏　　日期：2026-09-14　　第 1 页\n')
    expect(part(bytes, 'word/header1.xml')).toContain('r:embed="rId1"')
    expect(part(bytes, 'word/footer1.xml')).toContain(' PAGE ')
    // Bookmark names are unique in a file.
    const names = ['document', 'header1', 'header2', 'footer1'].flatMap((name) =>
      [...part(bytes, `word/${name}.xml`).matchAll(/w:bookmarkStart [^>]*w:name="([^"]+)"/g)].map(([, found]) => found),
    )
    expect(new Set(names).size).toBe(names.length)
  })

  test('[WD63] the plan read back has the same facts, with and without the bookmarks beside the text', () => {
    const { bytes } = write(FORM, formOf(FORM), plan())
    expect(factsOf(back(bytes).doc)).toEqual(FACTS)
    expect(back(bytes).media.length).toBe(plan().media.length)
    const parts = unzipSync(bytes)
    for (const name of ['header1', 'header2', 'footer1'])
      parts[`word/${name}.xml`] = strToU8(
        part(bytes, `word/${name}.xml`).replaceAll(/<w:bookmark(?:Start|End) [^>]*\/>/g, ''),
      )
    expect(factsOf(back(zipSync(parts)).doc)).toEqual(FACTS)
    // What a teacher changes there in Word is the fact.
    parts['word/footer1.xml'] = strToU8(part(bytes, 'word/footer1.xml').replace('周敏', '周敏、王芳'))
    expect(factsOf(back(zipSync(parts)).doc)).toEqual({ ...FACTS, lead: '周敏、王芳' })
  })

  test('[WD62] where a plan says nothing the form stays as it is; a part without a word of the plan to the byte', () => {
    const { bytes } = write(FORM, formOf(FORM), plan({ topic: '秋天的雨', subject: '语文' }))
    const [before, after] = [unzipSync(FORM), unzipSync(bytes)]
    expect(after['word/footer1.xml']).toEqual(before['word/footer1.xml'])
    expect(words(part(bytes, 'word/header2.xml'), 'mc:Fallback')).toContain('年级：________　　第____周')
  })

  test('[WD62] a second plan replaces the first, and what the second does not say is gone', () => {
    const first = write(FORM, formOf(FORM), plan()).bytes
    const result = readForm(first)
    if (!result.ok) throw new Error(result.refusal.code)
    const filled = result.value.doubts.filter(({ kind }) => kind === 'filled').map(({ text }) => text)
    expect(filled).toEqual(expect.arrayContaining(['秋天的雨', '语文', '六年级', '周敏']))
    const { bytes } = write(first, result.value.form, plan({ topic: '西沙群岛', subject: '数学' }))
    expect(factsOf(back(bytes).doc)).toEqual({ topic: '西沙群岛', subject: '数学' })
    const all = ['document', 'header1', 'header2', 'footer1'].map((name) => part(bytes, `word/${name}.xml`)).join('')
    for (const gone of ['秋天的雨', '六年级', '周敏', '新授课'])
      expect([gone, all.includes(gone)]).toEqual([gone, false])
    expect(words(part(bytes, 'word/header2.xml'), 'mc:Fallback')).toBe(
      '  城南实验小学备课纸\n学科：数学　　年级：　　第　　周\n',
    )
  })

  test('[WD62] a box grows with words that would not fit, and keeps its size with those that do', () => {
    const long = '秋天的雨'.repeat(20)
    const grown = write(FORM, formOf(FORM), plan({ ...FACTS, topic: long })).bytes
    expect(part(grown, 'word/document.xml')).toContain('<a:spAutoFit/>')
    expect(part(grown, 'word/document.xml')).toContain('mso-fit-shape-to-text:t')
    expect(part(write(FORM, formOf(FORM), plan()).bytes, 'word/document.xml')).toContain('<a:noAutofit/>')
  })

  test('[WD43] names and looks with signs of XML in them leave a file that can be read', () => {
    const parts = unzipSync(FORM)
    const styles = part(FORM, 'word/styles.xml').replaceAll('"a"', '"a&quot;&amp;&lt;"')
    const document = part(FORM, 'word/document.xml').replace(
      '<v:textbox>',
      '<v:textbox style="font-family:&quot;宋体&quot;;a:$1">',
    )
    const odd = zipSync({ ...parts, 'word/styles.xml': strToU8(styles), 'word/document.xml': strToU8(document) })
    const { bytes } = write(odd, formOf(odd), plan({ ...FACTS, topic: '秋天的雨'.repeat(20) }))
    expect(factsOf(back(bytes).doc)['topic']).toBe('秋天的雨'.repeat(20))
    expect(part(bytes, 'word/document.xml')).toContain(
      'style="font-family:&quot;宋体&quot;;a:$1;mso-fit-shape-to-text:t"',
    )
    expect(part(bytes, 'word/styles.xml')).toContain('<w:basedOn w:val="a&quot;&amp;&lt;"/>')
  })

  test('[WD62] the same fact may be asked for in the page and beside it; a person may take one place away', () => {
    const form = formOf(FORM)
    const foot = form.slots.find(({ place, target }) => place.story?.kind === 'foot' && target?.kind === 'header')
    const chosen = confirmForm(form, [{ slot: foot?.id ?? '', target: { kind: 'header', key: 'subject' } }])
    expect(chosen.slots.filter(({ target }) => target?.kind === 'header' && target.key === 'subject')).toHaveLength(3)
    const written = write(FORM, chosen, plan())
    expect(words(part(written.bytes, 'word/footer1.xml'), 'mc:Fallback')).toMatch(/^主备人：语文/)
    expect(written.left.map(({ key }) => key)).toContain('header:lead')
  })
})

describe('nothing of a plan vanishes', () => {
  const ENGLISH = bytesOf('forms/english.docx')
  test('[WD64] facts and a title without a place are listed, and stand behind the form in one line each', () => {
    const sample = plan({ ...FACTS, topic: '秋天的雨', place: '录播教室' })
    const [, ...rest] = sample.doc.content ?? []
    const named = {
      ...sample,
      doc: { type: 'doc', content: [{ type: 'title', content: [{ type: 'text', text: '公开课一' }] }, ...rest] },
    }
    const form = formOf(ENGLISH)
    const missing = missingParts(ENGLISH, form, named.doc)
    if (!missing.ok) throw new Error(missing.refusal.code)
    expect(missing.value.map(({ kind, label }) => `${kind} ${label}`)).toEqual(
      expect.arrayContaining(['title 公开课一', 'header 地点', 'header 周次']),
    )
    const all = confirmForm(
      form,
      missing.value.map(({ key }) => ({ part: key, rest: 'append' as const })),
    )
    const { bytes, left } = write(ENGLISH, all, named)
    expect(left).toEqual([])
    const seen = words(part(bytes, 'word/document.xml'), 'mc:Fallback')
    for (const line of ['课题：公开课一\n', '地点：录播教室\n', '周次：3\n']) expect(seen).toContain(line)
    const read = importDocx(bytes)
    expect(read.ok && [read.value.report.title, factsOf(read.value.doc)]).toEqual([
      '公开课一',
      { ...FACTS, place: '录播教室' },
    ])
  })

  test('[WD64] a file that is no picture is listed: its name is written, its bytes are not', () => {
    const sample = plan()
    const attachment = {
      type: 'attachment',
      attrs: { fileId: 'f', name: '课件.pptx', mediaType: 'application/octet-stream' },
    }
    const section = [
      { type: 'heading', attrs: { level: 2, section: 'homework' }, content: [{ type: 'text', text: '作业' }] },
      { type: 'paragraph', content: [attachment] },
    ]
    const doc = { ...sample.doc, content: [...(sample.doc.content ?? []), ...section] }
    const { bytes, left } = write(ENGLISH, formOf(ENGLISH), { ...sample, doc })
    expect(left.filter(({ kind }) => kind === 'file').map(({ label }) => label)).toEqual(['课件.pptx'])
    expect(words(part(bytes, 'word/document.xml'), 'mc:Fallback')).toContain('课件.pptx')
  })
})
