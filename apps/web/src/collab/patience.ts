/** An attempt of which the server has said nothing by then is given up, ms: ticket, socket and its first word. */
const FIRST_WORD_MS = 15_000
/** The longest silence after that, ms. A whole plan is one message, and a line of 512 kbit/s brings 7 MB of it in this time. */
export const DOCUMENT_MS = 120_000

/** Ends an attempt that gets nowhere; every word of the server renews it. */
export interface Patience {
  start(): void
  heard(): void
  stop(): void
}

/** Calls `onOver` once where an attempt was started and neither went on nor was stopped in time. */
export function makePatience(onOver: () => void): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isStarted = false
  const wait = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      isStarted = false
      onOver()
    }, ms)
  }
  return {
    start: () => {
      isStarted = true
      wait(FIRST_WORD_MS)
    },
    heard: () => {
      if (isStarted) wait(DOCUMENT_MS)
    },
    stop: () => {
      isStarted = false
      clearTimeout(timer)
    },
  }
}
