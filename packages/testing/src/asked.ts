/** A question put to a text by a regular expression. */
export interface Asked {
  readonly expression: RegExp
  readonly text: string
  /** How far the expression walked through the text at least: to the end of what it found, else to the end of the text. */
  readonly walked: number
}

/**
 * Every question that `work` puts to a text by a regular expression: what reading a text costs, without a clock. `replace`,
 * `split`, `match` and `test` ask through `exec`, once for every place that they find.
 */
export function asked(work: () => void): Asked[] {
  const questions: Asked[] = []
  const { exec } = RegExp.prototype
  Reflect.set(RegExp.prototype, 'exec', function (this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0
    const found = exec.call(this, text)
    const end = found ? found.index + found[0].length : this.sticky ? from : text.length
    questions.push({ expression: this, text, walked: Math.max(1, end - from) })
    return found
  })
  try {
    work()
  } finally {
    Reflect.set(RegExp.prototype, 'exec', exec)
  }
  return questions
}
