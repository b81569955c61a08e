import { CLOSE_REASONS } from '@gongyan/contract/client'
import type { CloseReason } from '@gongyan/contract/client'
import { expect, test } from 'vitest'
import { linkEventOf, rejectionOf } from './close-reason.ts'

const REASONS = Object.keys(CLOSE_REASONS) as CloseReason[]
/** Refusals of a ticket, not of the work: the next one is a new one. */
const OF_TICKETS = ['ticket-invalid', 'ticket-expired', 'ticket-used', 'ticket-other-document', 'unauthenticated']

test('[CO-R1] a reason means the same by its word and by its number', () => {
  for (const reason of REASONS) expect(linkEventOf({ code: CLOSE_REASONS[reason] })).toBe(linkEventOf({ reason }))
})
test('[CO-R2] only what can pass by itself is tried again by itself', () => {
  for (const reason of REASONS) {
    const isTriedAgain = ['lost', 'accessChanged'].includes(linkEventOf({ reason }))
    const isRefusal = CLOSE_REASONS[reason] >= 4400 && CLOSE_REASONS[reason] < 4500
    const canPass = !isRefusal || OF_TICKETS.includes(reason) || reason === 'access-changed'
    expect(isTriedAgain, reason).toBe(canPass)
  }
})
test('[CO-R3] a rejection says why', () => {
  for (const reason of REASONS)
    expect(linkEventOf({ reason }) === 'rejected', reason).toBe(rejectionOf({ reason }) !== null)
  expect(rejectionOf({ code: 1006 })).toBeNull()
  expect(rejectionOf({ reason: 'toString' })).toBeNull()
})
