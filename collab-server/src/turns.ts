let last: Promise<void> = Promise.resolve()

/**
 * Resolves in a turn of the event loop that it has for itself among those who ask. Sixty who wait for one document all go on
 * when it is there; in one turn they would be sent sixty whole documents while everybody else waits.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => void setImmediate(resolve)))
  return last
}
