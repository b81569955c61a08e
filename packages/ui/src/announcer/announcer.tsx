import { For, createSignal, untrack, type Accessor } from 'solid-js'

/** Each channel keeps its own last sentence, so that the room never swallows what the form had to say. */
export const CHANNELS = ['page', 'form', 'collab', 'room'] as const
export type AnnouncerChannel = (typeof CHANNELS)[number]

export interface Announcer {
  /** Says a sentence to screen readers after what they are reading; the same sentence twice is said twice. */
  announce: (text: string, channel?: AnnouncerChannel) => void
  message: (channel: AnnouncerChannel) => Accessor<string>
}

/** One voice for the whole page. */
export function createAnnouncer(): Announcer {
  const last = new Map(
    CHANNELS.map((channel) => {
      const [message, say] = createSignal('')
      return [channel, { message, say }]
    }),
  )
  const of = (channel: AnnouncerChannel) => {
    const found = last.get(channel)
    if (!found) throw new Error(`no channel ${channel}`)
    return found
  }
  return {
    announce: (text, channel = 'page') => {
      const { message, say } = of(channel)
      // A region that gets the same text again stays silent; an invisible mark makes it new.
      say(untrack(message) === text ? `${text}\u2060` : text)
    },
    message: (channel) => of(channel).message,
  }
}

/** The live regions; must be in the page before the first sentence. */
export function AnnouncerRegions(props: { announcer: Announcer }) {
  return (
    <div class="visually-hidden">
      <For each={CHANNELS}>
        {(channel) => (
          <div role="status" aria-live="polite" aria-atomic="true" data-channel={channel}>
            {props.announcer.message(channel)()}
          </div>
        )}
      </For>
    </div>
  )
}
