import type { OwnNotes } from './context.ts'
import type { Mark } from './marks.ts'

const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/**
 * What our export noted of a picture, which may stand smaller in its cell than in the plan. The plan's size counts as long
 * as nobody gave the picture another one in Word.
 */
export function readPictureNote(
  own: OwnNotes | null,
  name: string,
  width: number | null,
  height: number | null,
): { size: { width: number | null; height: number | null } | null; marks: Mark[] } | null {
  const note = own?.get(/^图片 (gy\d+)$/.exec(name)?.[1] ?? '')
  if (note?.['is'] !== 'picture') return null
  const shown: unknown[] = Array.isArray(note['shown']) ? note['shown'] : []
  const isAsShown = [width, height].every(
    (length, index) => Math.abs((length ?? 0) - (numberOr(shown[index]) ?? 0)) <= 1,
  )
  return {
    size: isAsShown ? { width: numberOr(note['width']), height: numberOr(note['height']) } : null,
    marks: Array.isArray(note['marks']) ? (note['marks'] as Mark[]) : [],
  }
}
