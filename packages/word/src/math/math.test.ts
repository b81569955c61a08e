import { expect, test } from 'vitest'
import { parseXml } from '../opc/xml.ts'
import { normalLatex, parseLatex, printLatex } from './latex.ts'
import { readOmml } from './omml-read.ts'
import { writeOmml } from './omml-write.ts'

const M = 'http://schemas.openxmlformats.org/officeDocument/2006/math'
const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const through = (latex: string): string | null => {
  const node = parseLatex(latex)
  if (!node) return null
  return printLatex(
    readOmml(
      parseXml(
        new TextEncoder().encode(writeOmml(node).replace('<m:oMath>', `<m:oMath xmlns:m="${M}" xmlns:w="${W}">`)),
        'test',
      ),
    ),
  )
}

const FORMULAS = [
  '\\frac{1}{2}+\\frac{1}{4}=\\frac{2}{6}',
  '\\frac{b}{a}\\pm\\frac{d}{c}=\\frac{bc\\pm ad}{ac}',
  'x^{2}',
  'x_{1}',
  'x_{1}^{2}',
  '{ab}^{2}',
  '12^{2}',
  '\\sqrt{2}',
  '\\sqrt[3]{x+1}',
  '\\left(a+b\\right)^{2}',
  '\\sum_{i=1}^{n}i',
  '\\sum_{i=1}^{n}{i^{2}}+1',
  '\\int_{0}^{1}x',
  '\\sin x',
  '\\lim_{x\\to 0}{f(x)}',
  '\\text{速度}=\\text{路程}\\div\\text{时间}',
  '\\vec{a}',
  '\\overline{AB}',
  '\\begin{cases}x+y=1\\\\x-y=3\\end{cases}',
  '\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}',
  '\\begin{aligned}a&=b\\\\&=c\\end{aligned}',
  '\\angle ABC=90\\degree',
  '50\\%',
  'a\\,b',
  '3\\times 4',
  "f'",
  'CO_{2}',
  '\\left\\{1,2\\right\\}',
]

test.each(FORMULAS)('[WD12] %s survives LaTeX → OMML → LaTeX in its normal form', (latex) => {
  const normal = normalLatex(latex)
  expect(normal).not.toBeNull()
  expect(through(latex)).toBe(normal)
  expect(normalLatex(normal ?? '')).toBe(normal)
})

test('[WD12] the plain forms are already normal', () => {
  for (const latex of [
    '\\frac{1}{2}+\\frac{1}{4}=\\frac{2}{6}',
    '\\frac{b}{a}\\pm\\frac{d}{c}=\\frac{bc\\pm ad}{ac}',
    'x_{1}^{2}',
    '\\sqrt[3]{x+1}',
    '\\sin x',
  ])
    expect(normalLatex(latex)).toBe(latex)
})

test.each([
  '\\unknown{x}',
  '\\frac{1}',
  '{',
  'a^',
  '\\left( a',
  '\\begin{tikz}\\end{tikz}',
  '{'.repeat(200) + '}'.repeat(200),
])('[WD12] %s is beyond the subset and says so', (latex) => {
  expect(parseLatex(latex)).toBeNull()
})
