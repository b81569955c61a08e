import { expect, test } from 'vitest'
import { readReport } from './report.ts'

test('[WI11] comments keep author, place and whom they answer; a page’s number is no footer', () => {
  const comment = { author: '李老师', text: '建议三人一组。', anchor: 'Pair work', replyTo: null }
  const reply = { author: '王老师', text: '好。', anchor: 'Pair work', replyTo: '建议三人一组。' }
  const { kept } = readReport({
    comments: [comment, reply],
    revisions: {
      deleted: [
        { author: '李老师', text: '纠正' },
        { author: '李老师', text: ' ' },
      ],
    },
    headerFooter: { header: '示范县“专递课堂”协同备课', footer: '- {PAGE} -' },
  })
  expect(kept).toEqual({
    comments: [comment, reply],
    deleted: [{ author: '李老师', text: '纠正' }],
    edges: ['示范县“专递课堂”协同备课'],
  })
})

test('[WI11] a report of an earlier form, or none, keeps nothing', () => {
  expect(readReport(null).kept).toEqual({ comments: [], deleted: [], edges: [] })
})
