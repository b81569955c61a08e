import { createEffect, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js'

export interface Answer<T> {
  /** The latest answer; undefined before the first. Reading it never suspends: a page keeps its frame and focus while it waits. */
  value: Accessor<T | undefined>
  isLoading: Accessor<boolean>
  /** Asks again for the same key. */
  reload: () => Promise<void>
}

/**
 * What `ask` answers for `key`, asked again when the key changes; a key of null asks nothing and forgets. The answer to an
 * earlier key never overwrites that to a later one.
 */
export function createAnswer<K, T>(key: Accessor<K | null>, ask: (key: K) => Promise<T>): Answer<T> {
  const [value, setValue] = createSignal<T>()
  const [isLoading, setLoading] = createSignal(untrack(key) !== null)
  let turn = 0
  const run = async (current: K | null) => {
    const mine = (turn += 1)
    if (current === null) {
      setValue(undefined)
      setLoading(false)
      return
    }
    setLoading(true)
    const answer = await ask(current)
    if (mine !== turn) return
    setValue(() => answer)
    setLoading(false)
  }
  createEffect(
    on(key, (current) => {
      void run(current)
    }),
  )
  onCleanup(() => {
    turn += 1
  })
  return { value, isLoading, reload: () => run(key()) }
}
