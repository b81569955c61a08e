import { createSignal, onMount, Show, type Component } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { useServices } from './services.tsx'

export interface Part<P extends object> {
  /** Fetches the part's code now, so that it is there without a line later. A failure is forgotten. */
  preload: () => void
  /** `onMissing` is told when the code cannot be fetched; the person has been told already, unless nobody asked for it (`isUnasked`). */
  Part: Component<P & { onMissing: () => void; isUnasked?: boolean }>
}

/**
 * A part of a page that comes as a file of its own when it is first opened. Unlike `lazy` it neither takes the page around it
 * away while it is fetched, nor throws when the line is down, nor remembers the failure: the next try may find it.
 */
export function createPart<P extends object>(load: () => Promise<Component<P>>): Part<P> {
  const [known, setKnown] = createSignal<Component<P>>()
  let fetching: Promise<boolean> | null = null
  const fetchNow = (): Promise<boolean> => {
    fetching ??= load().then(
      (component) => {
        setKnown(() => component)
        return true
      },
      () => {
        fetching = null
        return false
      },
    )
    return fetching
  }
  return {
    preload: () => {
      void fetchNow()
    },
    Part: (props) => {
      const { toaster, i18n } = useServices()
      onMount(async () => {
        if (known() || (await fetchNow())) return
        if (!props.isUnasked) toaster.show({ text: i18n.t('shell.partMissing'), icon: 'wifi-off' })
        props.onMissing()
      })
      return <Show when={known()}>{(component) => <Dynamic component={component()} {...(props as P)} />}</Show>
    },
  }
}

/** Runs something once the browser has nothing more urgent to do, at the latest after some seconds; answers how to call it off. */
export function whenIdle(run: () => void, latestMs = 5_000): () => void {
  if ('requestIdleCallback' in window) {
    const handle = requestIdleCallback(run, { timeout: latestMs })
    return () => cancelIdleCallback(handle)
  }
  const timer = setTimeout(run, 300)
  return () => clearTimeout(timer)
}
