import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'

const SYNC = 0
const SYNC_STATUS = 8
const STEP_2 = 1
const UPDATE = 2

/** Reads the head of a Hocuspocus message: document name, kind, and the byte after it. Null for bytes that are not one. */
export function readHead(bytes: Uint8Array): { kind: number; detail: number | undefined } | null {
  let at = 0
  const readUint = (): number | null => {
    let value = 0
    for (let shift = 1; at < bytes.length; shift *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * shift
      if (byte < 128) return value
      if (shift > 2 ** 40) return null
    }
    return null
  }
  const nameLength = readUint()
  if (nameLength === null || at + nameLength >= bytes.length) return null
  at += nameLength
  const kind = readUint()
  return kind === null ? null : { kind, detail: bytes[at] }
}

/** Whether a message brings changes of the document and is therefore answered with an acknowledgement. */
const bringsChanges = (head: { kind: number; detail: number | undefined } | null): boolean =>
  head?.kind === SYNC && (head.detail === STEP_2 || head.detail === UPDATE)

/**
 * A socket that says when a message with changes has gone out. Messages of the document are never queued for a later
 * socket: the handshake of that socket carries everything, and a queue would be answered out of step with it.
 */
export class CountingSocket extends HocuspocusProviderWebsocket {
  onChangesSent: () => void = () => undefined
  private unsent = 0

  /** A line that is taking up a large paste is not silent: the answer comes behind it. */
  override checkConnection(): void {
    const unsent = this.webSocket?.bufferedAmount ?? 0
    const isSending = unsent < this.unsent
    this.unsent = unsent
    if (!isSending) super.checkConnection()
  }

  override send(message: unknown): void {
    const head = message instanceof Uint8Array ? readHead(message) : null
    if (head?.kind === SYNC) {
      if (this.webSocket?.readyState !== 1) return
      if (bringsChanges(head)) this.onChangesSent()
    }
    super.send(message)
  }
}

/**
 * A provider that hands over acknowledgements as they come, and can hold the changes of others back. They are held while
 * an input method is composing: a composition lives in the browser's text node, and a changed text node ends it.
 */
export class HoldingProvider extends HocuspocusProvider {
  onAnswer: (applied: boolean) => void = () => undefined
  /** The server said something about this document. */
  onHeard: () => void = () => undefined
  private held: MessageEvent[] | null = null

  override onMessage(event: MessageEvent): void {
    this.onHeard()
    const head = readHead(new Uint8Array(event.data as ArrayBuffer))
    // lib0 writes a signed number: 1 is 0x01, 0 is 0x00.
    if (head?.kind === SYNC_STATUS) this.onAnswer(((head.detail ?? 0) & 63) === 1)
    if (this.held && bringsChanges(head)) this.held.push(event)
    else super.onMessage(event)
  }

  override async onOpen(event: Event): Promise<void> {
    if (this.held) this.held = []
    await super.onOpen(event)
  }

  /** From now on changes of others wait; calling it twice changes nothing. */
  hold(): void {
    this.held ??= []
  }

  /** Lets in what waited, in the order it came. */
  release(): void {
    const waiting = this.held
    this.held = null
    for (const event of waiting ?? []) super.onMessage(event)
  }
}
