import { CLOSE_REASONS, isCloseReason } from '@gongyan/contract/client'
import type { LinkEvent } from './link.ts'

const BY_CODE = new Map<number, string>(Object.entries(CLOSE_REASONS).map(([reason, code]) => [code, reason]))

/**
 * What a closed socket, or a refused ticket on an open one, means for the link. The reason's word decides, then the code;
 * what is neither of ours came from a proxy or a broken line and is a passing fault. A ticket that was too old or already
 * used says nothing about the person: a new one is asked for after the usual wait.
 */
export function linkEventOf({ code, reason }: { code?: number | undefined; reason?: string | undefined }): LinkEvent {
  const word = reason && isCloseReason(reason) ? reason : code === undefined ? undefined : BY_CODE.get(code)
  switch (word) {
    case 'access-changed':
      return 'accessChanged'
    case 'forbidden':
    case 'not-found':
      return 'refused'
    case 'signed-out':
      return 'signedOut'
    default:
      return 'lost'
  }
}
