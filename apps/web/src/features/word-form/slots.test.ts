import { expect, test } from 'vitest'
import { choiceFor, choicesBack, kindOf, missingIn, optionsFor, sketchOf } from './slots.ts'

const slot = (id: string, path: number[], target: unknown) => ({
  id,
  label: id,
  prompt: '',
  target,
  place: { how: 'cell', path },
})
const form = {
  form: {
    slots: [
      slot('s1', [0, 2, 0], { kind: 'title' }),
      slot('s2', [0, 2, 1], { kind: 'header', key: 'subject' }),
      slot('s3', [0, 5, 1], { kind: 'section', key: 'board' }),
    ],
    tables: [
      {
        id: 't1',
        period: null,
        table: [0],
        head: [1],
        columns: [
          { label: '教学环节', field: 'phase', sure: true },
          { label: '教师引导', field: 'teacher', sure: false },
        ],
      },
    ],
    rest: { 'section:homework': 'append' },
  },
  doubts: [{ kind: 'filled', at: 's3', column: null, text: '板书' }],
}
const places = () => sketchOf(form).flatMap((part) => (part.kind === 'table' ? part.columns : [part.place]))

test('[WF1] places are drawn in the order of the form, the head of a 教学过程 as one', () => {
  expect(
    sketchOf(form).map((part) => (part.kind === 'table' ? part.columns.map(({ key }) => key) : part.place.key)),
  ).toEqual(['s1', 's2', ['t1/0', 't1/1'], 's3'])
  expect(
    places()
      .filter(({ sure }) => !sure)
      .map(({ key }) => key),
  ).toEqual(['t1/1', 's3'])
})

test('[WF1] places in running heads and feet are drawn above and below the page and say where they are', () => {
  const beside = (id: string, kind: string, path: number[]) => ({
    ...slot(id, path, { kind: 'header', key: 'lead' }),
    place: { how: 'text', path, from: 0, to: 2, story: { kind, part: `word/${kind}1.xml` } },
  })
  const slots = [
    ...form.form.slots,
    beside('s4', 'foot', [0]),
    beside('s5', 'box', [0, 3, 1]),
    beside('s6', 'head', [1]),
  ]
  const drawn = sketchOf({ ...form, form: { ...form.form, slots } }).map((part) =>
    part.kind === 'table' ? ['table'] : [part.place.key, part.place.where],
  )
  expect(drawn).toEqual([
    ['s6', 'head'],
    ['s1', undefined],
    ['s2', undefined],
    ['table'],
    ['s5', 'box'],
    ['s3', undefined],
    ['s4', 'foot'],
  ])
})

test('[WF1] a place is coloured by what is written there', () => {
  expect(places().map(kindOf)).toEqual(['header', 'header', 'column', 'column', 'section'])
  expect(kindOf({ key: 's9', means: null })).toBe('none')
})

test('[WF1] every choice of the list is one the server takes back as it was', () => {
  const place = { key: 's9', means: 'section:extra:德育渗透' }
  const values = optionsFor(place, '不填', '课题').map(({ value }) => value)
  expect(values.slice(0, 3)).toEqual(['', 'section:extra:德育渗透', 'title'])
  expect(values).not.toContain('section:unmapped')
  expect(choiceFor('s9', 'section:extra:德育渗透')).toEqual({
    slot: 's9',
    target: { kind: 'section', key: 'extra:德育渗透' },
  })
  expect(choiceFor('t1/1', 'students')).toEqual({ table: 't1', column: 1, field: 'students' })
  expect(choiceFor('s9', null)).toEqual({ slot: 's9', target: null })
})

test('[WF1] what the form has no place for is said, with whether it is written behind it', () => {
  const missing = missingIn(form)
  expect(missing.find(({ key }) => key === 'section:homework')?.isAppended).toBe(true)
  expect(missing.map(({ key }) => key)).not.toContain('section:board')
  expect(missing.map(({ key }) => key)).not.toContain('section:process')
})

test('[WF1] a choice taken back gives the place that lost its meaning to it that meaning again', () => {
  const chosen = { ...form, form: { ...form.form, slots: form.form.slots.map((one) => ({ ...one })) } }
  const [, subject, board] = chosen.form.slots
  if (!subject || !board) throw new Error('no slots')
  // As the server answers: a fact stands in one place of the page's text.
  subject.target = null
  board.target = { kind: 'header', key: 'subject' }
  expect(choicesBack({ key: 's3', means: 'header:subject' }, form, chosen)).toEqual([
    { slot: 's2', target: { kind: 'header', key: 'subject' } },
    { slot: 's3', target: { kind: 'section', key: 'board' } },
  ])
  // What somebody else has settled meanwhile stays.
  expect(choicesBack({ key: 't1/1', means: 'students' }, form, chosen)).toEqual([
    { table: 't1', column: 1, field: 'teacher' },
  ])
})
