/** 18:42 on the lesson's clock, 1:02:05 from the second hour on; nothing is shown below zero. */
export function clockWords(tMs: number): string {
  const seconds = Math.floor(Math.max(0, tMs) / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  return minutes < 60
    ? `${two(minutes)}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}
