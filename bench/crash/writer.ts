import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'
import * as Y from 'yjs'
import type { Edit } from './editing.ts'
import type { Victim } from './hosts.ts'
import type { Account } from './ledger.ts'

/** A server that can be entered. */
type Doorway = Pick<Victim, 'enter'>

/** Somebody with the official provider. */
export interface Writer {
  readonly ydoc: Y.Doc
  readonly account: Account
  /** Whether it has everything. */
  isSynced(): boolean
  /** Whether it has everything and was told that everything of it is stored. */
  isSettled(): boolean
  /** Makes one edit and keeps it in the account. */
  edit(change: (ydoc: Y.Doc) => Edit): void
  /** Cuts its line; it comes back by itself. */
  drop(): void
  /** From its next connection on it goes to another server, for which it asks for a ticket as for the first. */
  follow(server: Doorway): Promise<void>
  leave(): void
}

class QuietWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, { perMessageDeflate: false })
    this.on('error', () => {})
  }
}

/** Opens a document on a server with the official provider. */
export async function join(first: Doorway, document: string, client: number): Promise<Writer> {
  let victim = first
  let entrance: { url: string; ticket: string } | null = await first.enter(document, client)
  const socket = new HocuspocusProviderWebsocket({
    url: entrance.url,
    WebSocketPolyfill: QuietWebSocket,
    delay: 5,
    minDelay: 5,
    maxDelay: 10,
  })
  const ydoc = new Y.Doc()
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: document,
    document: ydoc,
    async token() {
      const { ticket } = entrance ?? (await victim.enter(document, client).catch(() => ({ ticket: 'none' })))
      entrance = null
      return ticket
    },
  })
  const account: Account = { entries: [], acknowledged: 0 }
  provider.on('unsyncedChanges', () => {
    if (!provider.hasUnsyncedChanges) account.acknowledged = account.entries.length
  })
  provider.attach()
  return {
    ydoc,
    account,
    isSynced: () => provider.isSynced,
    isSettled: () => provider.isSynced && !provider.hasUnsyncedChanges,
    edit(change) {
      // No answer can come before this turn ends, so it is in the account before anything is told about it.
      const updates: Uint8Array[] = []
      const keep = (update: Uint8Array): void => void updates.push(update)
      ydoc.on('update', keep)
      account.entries.push({ edit: change(ydoc), updates })
      ydoc.off('update', keep)
    },
    drop() {
      const { webSocket } = socket
      if (webSocket && 'terminate' in webSocket && typeof webSocket.terminate === 'function') webSocket.terminate()
    },
    async follow(next) {
      entrance = await next.enter(document, client)
      victim = next
      socket.setConfiguration({ url: entrance.url })
    },
    leave() {
      provider.destroy()
      socket.destroy()
      ydoc.destroy()
    },
  }
}
