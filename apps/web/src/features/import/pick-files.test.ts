import { expect, test } from 'vitest'
import { sortPicked } from './pick-files.ts'

const aFile = (path: string): File => {
  const file = new File(['x'], path.split('/').at(-1) ?? '')
  Object.defineProperty(file, 'webkitRelativePath', { value: path.includes('/') ? path : '' })
  return file
}
const names = (files: readonly File[]) => files.map(({ name }) => name)

test('[WI1] of a folder only what Word and WPS write goes in; the others are counted, what systems put there is not', () => {
  const picked = sortPicked(
    [
      '教案/一.docx',
      '教案/二.DOC',
      '教案/三.wps',
      '教案/四.rtf',
      '教案/五.odt',
      '教案/~$一.docx',
      '教案/.DS_Store',
      '教案/照片.jpg',
      '__MACOSX/._一.docx',
    ].map(aFile),
    true,
  )
  expect(names(picked.files)).toEqual(['一.docx', '二.DOC', '三.wps', '四.rtf', '五.odt'])
  expect(picked.leftAside).toBe(1)
})

test('[WI1] a file of another kind that was chosen by itself goes along and is answered; saved words are told apart', () => {
  const picked = sortPicked(['课件.pptx', '一.docx', '没送出去的内容.txt'].map(aFile))
  expect(names(picked.files)).toEqual(['课件.pptx', '一.docx'])
  expect(picked.savedText?.name).toBe('没送出去的内容.txt')
  expect(picked.leftAside).toBe(0)
})
