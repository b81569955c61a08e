import { escapeXml } from '../writing/xml.ts'
import type { MathNode } from './ast.ts'
import { itemsOf } from './ast.ts'
import { ACCENTS } from './symbols.ts'

const element = (name: string, node: MathNode | null) =>
  `<m:${name}>${node ? writeItems(itemsOf(node)) : ''}</m:${name}>`
const run = (text: string, properties = '') =>
  `<m:r>${properties}<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr><m:t xml:space="preserve">${escapeXml(text)}</m:t></m:r>`
const UPRIGHT = '<m:rPr><m:sty m:val="p"/></m:rPr>'
const WORDS = '<m:rPr><m:nor/></m:rPr>'
const FENCED: Record<string, [string, string]> = { pmatrix: ['(', ')'], bmatrix: ['[', ']'], vmatrix: ['|', '|'] }
const fence = (open: string, close: string, inner: string) =>
  `<m:d><m:dPr><m:begChr m:val="${escapeXml(open === '.' ? '' : open)}"/><m:endChr m:val="${escapeXml(close === '.' ? '' : close)}"/></m:dPr><m:e>${inner}</m:e></m:d>`

function writeItems(items: readonly MathNode[]): string {
  let out = ''
  let chars = ''
  const flush = () => {
    if (chars) out += run(chars)
    chars = ''
  }
  for (const item of items) {
    if (item.kind === 'char') chars += item.text
    else {
      flush()
      out += writeNode(item)
    }
  }
  flush()
  return out
}

function writeNode(node: MathNode): string {
  switch (node.kind) {
    case 'char':
      return run(node.text)
    case 'text':
      return run(node.text, WORDS)
    // A group stays together as a box, so that scripts and operators find the same operand again.
    case 'row':
      return `<m:box><m:e>${writeItems(node.items)}</m:e></m:box>`
    case 'fraction':
      return `<m:f>${node.bar ? '' : '<m:fPr><m:type m:val="noBar"/></m:fPr>'}${element('num', node.numerator)}${element('den', node.denominator)}</m:f>`
    case 'script': {
      const kind = node.sub && node.sup ? 'sSubSup' : node.sub ? 'sSub' : 'sSup'
      return `<m:${kind}>${element('e', node.base)}${node.sub ? element('sub', node.sub) : ''}${node.sup ? element('sup', node.sup) : ''}</m:${kind}>`
    }
    case 'root':
      return `<m:rad>${node.degree ? '' : '<m:radPr><m:degHide m:val="1"/></m:radPr>'}${element('deg', node.degree)}${element('e', node.body)}</m:rad>`
    case 'fence':
      return fence(node.open, node.close, writeItems(node.items))
    case 'nary':
      return `<m:nary><m:naryPr><m:chr m:val="${node.operator}"/><m:limLoc m:val="${node.operator === '∫' ? 'subSup' : 'undOvr'}"/>${node.sub ? '' : '<m:subHide m:val="1"/>'}${node.sup ? '' : '<m:supHide m:val="1"/>'}</m:naryPr>${element('sub', node.sub)}${element('sup', node.sup)}${element('e', node.body)}</m:nary>`
    case 'function': {
      const name = run(node.name, UPRIGHT)
      return `<m:func><m:fName>${node.sub ? `<m:limLow><m:e>${name}</m:e>${element('lim', node.sub)}</m:limLow>` : name}</m:fName>${element('e', node.body)}</m:func>`
    }
    case 'accent': {
      const accent = ACCENTS[node.command]
      if (accent?.element === 'bar')
        return `<m:bar><m:barPr><m:pos m:val="${accent.position}"/></m:barPr>${element('e', node.body)}</m:bar>`
      if (accent?.element === 'groupChr')
        return `<m:groupChr><m:groupChrPr><m:chr m:val="${accent.character}"/><m:pos m:val="${accent.position}"/></m:groupChrPr>${element('e', node.body)}</m:groupChr>`
      return `<m:acc><m:accPr><m:chr m:val="${accent?.character ?? '\u0302'}"/></m:accPr>${element('e', node.body)}</m:acc>`
    }
    case 'matrix': {
      if (node.environment === 'aligned' || node.environment === 'cases') {
        const lines = `<m:eqArr>${node.rows.map((cells) => `<m:e>${cells.map((cell) => writeItems(itemsOf(cell))).join(run('&'))}</m:e>`).join('')}</m:eqArr>`
        return node.environment === 'cases' ? fence('{', '', lines) : lines
      }
      const count = Math.max(...node.rows.map((cells) => cells.length))
      const matrix = `<m:m><m:mPr><m:mcs><m:mc><m:mcPr><m:count m:val="${count}"/><m:mcJc m:val="center"/></m:mcPr></m:mc></m:mcs></m:mPr>${node.rows.map((cells) => `<m:mr>${cells.map((cell) => element('e', cell)).join('')}</m:mr>`).join('')}</m:m>`
      const pair = FENCED[node.environment]
      return pair ? fence(pair[0], pair[1], matrix) : matrix
    }
  }
}

/** A formula as `m:oMath`. */
export const writeOmml = (node: MathNode): string => `<m:oMath>${writeItems(itemsOf(node))}</m:oMath>`
/** LaTeX beyond the subset, shown as it is written. */
export const writeSource = (latex: string): string => `<m:oMath>${run(latex, WORDS)}</m:oMath>`
