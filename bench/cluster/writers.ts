import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { type Colleague, askForTicket } from '../school.ts'

/** A real client of one server that types tokens nobody else types. */
export interface Writer {
  readonly doc: Y.Doc
  /** Tokens typed, in order. */
  readonly typed: string[]
  /** How many of them its provider said were stored; NaN where the protocol does not tell. */
  acknowledged: number
  /** Whether it has all and, as far as it can know, all of it is stored. */
  isSettled(): boolean
  type(): void
  close(): void
}

class BrowserWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, { perMessageDeflate: false })
    this.on('error', () => {})
  }
}

function typist(doc: Y.Doc, name: string, random: () => number): Pick<Writer, 'doc' | 'typed' | 'type'> {
  const typed: string[] = []
  return {
    doc,
    typed,
    type() {
      const token = `${name}.${typed.length};`
      const text = doc.getText('body')
      typed.push(token)
      // Between two tokens, so that each stays whole.
      const places = [0]
      const content = text.toString()
      for (let at = content.indexOf(';'); at !== -1 && places.length < 50; at = content.indexOf(';', at + 1))
        places.push(at + 1)
      text.insert(places[Math.floor(random() * places.length)] ?? 0, token)
    },
  }
}

/** The official Hocuspocus provider with its own settings, and a new ticket for every connection. */
export function joinCollab(
  url: string,
  person: Colleague,
  document: string,
  name: string,
  random: () => number,
): Writer {
  const socket = new HocuspocusProviderWebsocket({
    url: `${url.replace(/^http/, 'ws')}/collab`,
    WebSocketPolyfill: BrowserWebSocket,
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: document,
    document: new Y.Doc(),
    token: async () => (await askForTicket(url, person, document).catch(() => ({ ticket: 'none' }))).ticket,
  })
  // A server that is away gives no ticket: the provider would stay refused for ever, where the page asks again.
  provider.on('authenticationFailed', () => void setTimeout(() => void provider.sendToken(), 500))
  const writer: Writer = {
    ...typist(provider.document, name, random),
    acknowledged: 0,
    isSettled: () => provider.isSynced && !provider.hasUnsyncedChanges,
    close() {
      provider.destroy()
      socket.destroy()
    },
  }
  provider.on('unsyncedChanges', () => {
    if (!provider.hasUnsyncedChanges) writer.acknowledged = writer.typed.length
  })
  provider.attach()
  return writer
}

/** The official y-websocket client; each connection needs a new ticket, so it is told when to connect. */
export function joinYjs(url: string, person: Colleague, document: string, name: string, random: () => number): Writer {
  const doc = new Y.Doc()
  const params: Record<string, string> = {}
  const provider = new WebsocketProvider(`${url.replace(/^http/, 'ws')}/yjs`, document, doc, {
    connect: false,
    params,
    disableBc: true,
    WebSocketPolyfill: BrowserWebSocket as unknown as typeof globalThis.WebSocket,
  })
  let isClosed = false
  async function connect(): Promise<void> {
    if (isClosed || provider.wsconnected || provider.wsconnecting) return
    const entrance = await askForTicket(url, person, document).catch(() => null)
    if (entrance) {
      provider.params = { ticket: entrance.ticket }
      provider.connect()
    }
  }
  provider.on('connection-close', () => {
    if (provider.shouldConnect) provider.disconnect()
  })
  const timer = setInterval(() => void connect(), 500)
  return {
    ...typist(doc, name, random),
    acknowledged: Number.NaN,
    isSettled: () => provider.synced,
    close() {
      isClosed = true
      clearInterval(timer)
      provider.destroy()
    },
  }
}
