import { createUpdate } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { processTables } from './process-rows.ts'
import { mergeRowUp } from './row-commands.ts'
import { cell, Peer } from './test-peer.ts'

/** A plan whose 教学过程 has these heads and two rows, `upper` and `lower`. */
const aTable = (fields: readonly string[], upper: readonly string[], lower: readonly string[]): Peer => {
  const row = (rowId: string, texts: readonly string[], type = 'tableCell'): DocJson => ({
    type: 'tableRow',
    attrs: { rowId },
    content: texts.map((text, at) => cell(type, text, type === 'tableHeader' ? { field: fields[at] ?? null } : {})),
  })
  return new Peer(
    createUpdate({
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '面积' }] },
        {
          type: 'table',
          attrs: { kind: 'process' },
          content: [row('head', fields, 'tableHeader'), row('upper', upper), row('lower', lower)],
        },
      ],
    }),
  )
}
/** The merged row's cells as texts, lines apart by |. */
const merged = (peer: Peer): string[] => {
  expect(mergeRowUp(peer.view, 'lower')).toEqual({ ok: true })
  const [only, ...others] = processTables(peer.state.doc)[0]?.rows ?? []
  expect([only?.rowId, others]).toEqual(['upper', []])
  const texts: string[] = []
  only?.node.forEach((one) => texts.push(one.textBetween(0, one.content.size, '|')))
  return texts
}
const COLUMNED = ['phase', 'minutes', 'teacher']

describe('a row added to the one above', () => {
  test('keeps both names, both texts, and the sum of the minutes', () => {
    expect(merged(aTable(COLUMNED, ['新授', '10分钟', '剪一剪'], ['巩固', '5分钟', '练一练']))).toEqual([
      '新授|巩固',
      '15分钟',
      '剪一剪|练一练',
    ])
  })
  test('says the same name once', () => {
    expect(merged(aTable(COLUMNED, ['新授', '10分钟', '甲'], ['新授', '5分钟', '乙']))[0]).toBe('新授')
  })
  test('adds up minutes that stand in the phase’s cell, and keeps what else stands there', () => {
    expect(merged(aTable(['phase', 'teacher'], ['新授（约10分钟）', '甲'], ['巩固（5分钟）第 3 页', '乙']))).toEqual([
      '新授（约15分钟）|巩固第 3 页',
      '甲|乙',
    ])
  })
  test('keeps a remark beside the minutes', () => {
    expect(merged(aTable(COLUMNED, ['新授', '10', '甲'], ['巩固', '5分钟（可课后做）', '乙']))[1]).toBe(
      '15|（可课后做）',
    )
  })
  test('takes the minutes of the lower row where the upper has none', () => {
    expect(merged(aTable(COLUMNED, ['新授', '', '甲'], ['巩固', '约5分钟', '乙']))[1]).toBe('约5分钟')
    expect(merged(aTable(['phase', 'teacher'], ['新授', '甲'], ['巩固（5分钟）', '乙']))[0]).toBe('新授|巩固（5分钟）')
  })
  test('one undo gives both rows back', () => {
    const peer = aTable(COLUMNED, ['新授', '10分钟', '甲'], ['巩固', '5分钟', '乙'])
    const before = peer.state.doc.toJSON()
    mergeRowUp(peer.view, 'lower')
    peer.undo.undo()
    expect(peer.state.doc.toJSON()).toEqual(before)
  })
})
