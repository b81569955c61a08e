import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import { child, descendants, elements, textOf, val } from '../opc/xml.ts'
import { chosenBranch } from './alternate.ts'
import { readEquationField } from './equation-field.ts'
import { symbolOf } from './symbols.ts'

/** Word itself stops at twenty fields inside each other. */
const MAX_OPEN = 40
/** Characters of a field that is read as a formula. */
const MAX_INSTRUCTION = 2_000
/** Places that are not read, so that a field character in them begins and ends nothing. */
const UNREAD = new Set(['w:del', 'w:moveFrom', 'w:pPr', 'w:rPr', 'w:tcPr', 'w:sdtPr'])

interface Open {
  readonly marks: Xml[]
  readonly paragraph: Xml | null
  separated: boolean
}

/**
 * The field characters of a part that belong to no whole field: a beginning without an end, an end without a beginning, a
 * field without a result that runs over paragraphs. They hide nothing; read as fields they would swallow all that follows.
 */
export function looseFieldMarks(root: Xml, isPromptStyle: (id: string | undefined) => boolean): ReadonlySet<Xml> {
  const loose = new Set<Xml>()
  const story = (container: Xml): void => {
    const open: Open[] = []
    const mark = (node: Xml, paragraph: Xml | null): void => {
      const type = node.attrs['w:fldCharType']
      const top = open.at(-1)
      if (type === 'begin' && open.length < MAX_OPEN) open.push({ marks: [node], paragraph, separated: false })
      else if (type === 'separate' && top && !top.separated) {
        top.separated = true
        top.marks.push(node)
      } else if (type === 'end' && top) {
        open.pop()
        if (!top.separated && top.paragraph !== paragraph) for (const one of [...top.marks, node]) loose.add(one)
      } else loose.add(node)
    }
    const visit = (node: Xml, paragraph: Xml | null): void => {
      if (UNREAD.has(node.name) || (node.name === 'w:tr' && child(child(node, 'w:trPr'), 'w:del'))) return
      if (node.name === 'w:fldChar') return mark(node, paragraph)
      if (node.name === 'w:txbxContent') return story(node)
      if (node.name === 'w:sdt' && isPrompt(node, isPromptStyle)) return
      const inner = node.name === 'mc:AlternateContent' ? chosenBranch(node) : node
      for (const part of inner ? elements(inner) : []) visit(part, node.name === 'w:p' ? node : paragraph)
    }
    for (const part of elements(container)) visit(part, null)
    for (const { marks } of open) for (const node of marks) loose.add(node)
  }
  story(root)
  return loose
}

/** What Word draws for a field that has no result of its own: an equation, a symbol, a button's words. */
export function drawnField(instruction: string): DocJson[] {
  // No formula is that long; reading one bracket by bracket would take the square of it.
  if (instruction.length > MAX_INSTRUCTION) return [{ type: 'text', text: instruction }]
  const symbol = /^\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(.*)$/is.exec(instruction)
  if (symbol) {
    const font = /\\f\s+(?:"([^"]*)"|(\S+))/i.exec(symbol[2] ?? '')
    return [{ type: 'text', text: symbolOf(font?.[1] ?? font?.[2] ?? '', Number(symbol[1])) }]
  }
  const button = /^\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(\S.*?)\s*$/is.exec(instruction)
  if (button) return [{ type: 'text', text: button[1] ?? '' }]
  return readEquationField(instruction)
}

/** What a form field shows by itself: the chosen entry of its list. */
export function chosenEntry(begin: Xml): string | null {
  const list = descendants(begin, 'w:ddList').next().value
  if (!list) return null
  const entries = elements(list).filter(({ name }) => name === 'w:listEntry')
  return entries[Number(val(list, 'w:result') ?? val(list, 'w:default') ?? 0) || 0]?.attrs['w:val'] ?? null
}

/** Whether `w:sdt` shows only its prompt: nobody has filled it in, so the prompt is no content. */
export function isPrompt(control: Xml, isPromptStyle: (id: string | undefined) => boolean): boolean {
  const properties = child(control, 'w:sdtPr')
  const showing = child(properties, 'w:showingPlcHdr')
  if (!showing || ['0', 'false', 'off'].includes(showing.attrs['w:val'] ?? '1')) return false
  const content = child(control, 'w:sdtContent')
  if (!content) return false
  const runs = [...descendants(content, 'w:r')].filter((run) => child(run, 'w:t'))
  // Some programs fill a control in and leave the flag standing; what they wrote is not in the prompt's style.
  if (runs.every((run) => isPromptStyle(val(child(run, 'w:rPr'), 'w:rStyle')))) return true
  return PROMPT.test([...descendants(content, 'w:t')].map(textOf).join(''))
}
const PROMPT = /^[\s\u3000\u2002]*$|^(?:单击|点击|轻触|轻点|请?选择(?:一项|日期)|\[?Click|Choose an item|Enter text)/i
