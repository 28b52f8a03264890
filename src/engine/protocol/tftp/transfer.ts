/**
 * One transfer as a machine without hands: acknowledgements and passing time go in, blocks to send come out.
 * Blocks count from 1 and never roll over in here; the option acknowledgement is block 0.
 *
 * - On a gap it goes back to the last acknowledged block (RFC 7440), at once only when nothing of the window
 *   was sent again yet: a network that repeats packets makes clients report gaps there are none of, by the dozen.
 * - A client that reports no gap may have missed the end of the window, or we its acknowledgement: the last block
 *   alone tells, long before it is time to send all of it again.
 * - A repeated acknowledgement is never answered with a second copy at once (the Sorcerer's Apprentice): it
 *   only shortens the wait, once, and an acknowledgement that is already on its way calls that off.
 * - Waits grow from the measured round trip and double; a client that says nothing is given up.
 */
import type { Terms } from './options.ts'

export interface Transfer {
  readonly terms: Terms
  /** Of the last block: it is shorter than the others, perhaps empty. */
  readonly last: number
  /** Every block up to this one has arrived; -1: the option acknowledgement has not. */
  readonly acked: number
  /** The highest block sent. */
  readonly sent: number
  /** When the current window was sent, and when the client last got further. */
  readonly sentAt: number
  readonly movedAt: number
  /** Retransmissions since it last got further. */
  readonly tries: number
  /** The wait was shortened since it last got further. */
  readonly hurried: boolean
  /** It went back in the middle of this window, for a gap or by the clock. */
  readonly wentBack: boolean
  /** The last block of this window was sent once more. */
  readonly probed: boolean
  /** Smoothed; null until one was measured. */
  readonly roundTrip: number | null
  /** When to retransmit. */
  readonly dueAt: number
  readonly ending: Ending | null
}

export type Ending = 'delivered' | 'probed' | 'refused' | 'silent' | 'unreadable'

/** Blocks `from` to `to`, both included. */
export interface Blocks {
  readonly from: number
  readonly to: number
}

export type Step = readonly [transfer: Transfer, send: Blocks | null]

const firstWait = 1_000
/** A lost last block or acknowledgement costs this; a client that merely dawdles gets one window twice. */
const shortestWait = 50
const longestWait = 8_000
const hurry = 5
/** How long a client may say nothing: a boot ROM on a slow console, not one that was switched off. */
const patience = 20_000

export const beginTransfer = (terms: Terms, at: number): Step => {
  const transfer: Transfer = {
    terms,
    last: Math.floor(terms.size / terms.blockSize) + 1,
    acked: terms.granted.size > 0 ? -1 : 0,
    sent: 0,
    sentAt: at,
    movedAt: at,
    tries: 0,
    hurried: false,
    wentBack: false,
    probed: false,
    roundTrip: null,
    dueAt: at,
    ending: null,
  }
  return sendWindow(transfer, at)
}

/** `block` as on the wire: the last 16 bits. */
export const acknowledge = (transfer: Transfer, block: number, at: number): Step => {
  const reached = reachedBy(transfer, block)
  if (transfer.ending !== null || reached === undefined) return [transfer, null]
  if (reached === transfer.acked) return [shorten(transfer, at), null]
  const moved = { ...transfer, acked: reached, movedAt: at, tries: 0, hurried: false }
  if (reached === transfer.last) return [{ ...moved, ending: 'delivered' }, null]
  if (reached === transfer.sent)
    return sendWindow({ ...moved, wentBack: false, roundTrip: measured(transfer, at) }, at)
  if (transfer.wentBack) return [shorten({ ...moved, dueAt: at + waitOf(moved) }, at), null]
  return sendWindow({ ...moved, wentBack: true }, at)
}

/** Which of the blocks in flight it means; nothing when it means none of them: a late duplicate. */
const reachedBy = ({ acked, sent }: Transfer, block: number): number | undefined => {
  const ahead = (block - acked) & 0xffff
  return ahead <= sent - acked ? acked + ahead : undefined
}

const sendWindow = (transfer: Transfer, at: number): Step => {
  const { acked, last, terms } = transfer
  const to = acked < 0 ? 0 : Math.min(acked + terms.window, last)
  const dueAt = at + (isProbable(transfer, to) ? probeAfter(transfer) : waitOf(transfer))
  return [
    { ...transfer, sent: to, sentAt: at, dueAt, probed: false },
    { from: acked + 1, to },
  ]
}

/** In a window of one the last block is all of it. */
const isProbable = ({ acked, tries, roundTrip }: Transfer, to: number): boolean =>
  to - acked > 1 && tries === 0 && roundTrip !== null

const probeAfter = ({ roundTrip }: Transfer): number => Math.max(hurry, 2 * (roundTrip ?? 0))

const waitOf = ({ terms, tries, roundTrip }: Transfer): number => {
  const most = terms.timeout ?? firstWait
  const first = roundTrip === null ? most : Math.min(most, Math.max(shortestWait, 4 * roundTrip))
  return Math.min(first * 2 ** tries, Math.max(longestWait, most))
}

/** What was sent twice measures nothing: it is not known which copy was acknowledged (Karn). */
const measured = (transfer: Transfer, at: number): number | null => {
  const { roundTrip, tries, hurried, wentBack, probed, sentAt } = transfer
  if (tries > 0 || hurried || wentBack || probed) return roundTrip
  const taken = at - sentAt
  return roundTrip === null ? taken : roundTrip + (taken - roundTrip) / 8
}

const shorten = (transfer: Transfer, at: number): Transfer => {
  if (transfer.hurried) return transfer
  const soon = at + probeAfter(transfer)
  return { ...transfer, hurried: true, dueAt: Math.min(transfer.dueAt, soon) }
}

/** To be told when `dueAt` has come; earlier does nothing. */
export const wait = (transfer: Transfer, at: number): Step => {
  if (transfer.ending !== null || at < transfer.dueAt) return [transfer, null]
  if (at - transfer.movedAt >= patienceOf(transfer)) return [{ ...transfer, ending: 'silent' }, null]
  if (isProbable(transfer, transfer.sent) && !transfer.probed && !transfer.hurried) return probe(transfer, at)
  return sendWindow({ ...transfer, tries: transfer.tries + 1, wentBack: true }, at)
}

const probe = (transfer: Transfer, at: number): Step => {
  const { sent, sentAt } = transfer
  const dueAt = Math.max(sentAt + waitOf(transfer), at + hurry)
  return [
    { ...transfer, probed: true, dueAt },
    { from: sent, to: sent },
  ]
}

const patienceOf = ({ terms }: Transfer): number => Math.max(patience, 4 * (terms.timeout ?? 0))

/** Error 8 in answer to the options is a size probe (EDK2): it has what it asked for and comes back. */
export const breakOff = (transfer: Transfer, code: number): Step => {
  if (transfer.ending !== null) return [transfer, null]
  const probed = code === 8 && transfer.acked < 0 && transfer.terms.granted.has('tsize')
  return [{ ...transfer, ending: probed ? 'probed' : 'refused' }, null]
}

/** Our own side gives out: the file cannot be read. */
export const fail = (transfer: Transfer): Step =>
  transfer.ending === null ? [{ ...transfer, ending: 'unreadable' }, null] : [transfer, null]

/** How much of the file has certainly arrived. */
export const delivered = ({ acked, last, terms }: Transfer): number =>
  acked === last ? terms.size : Math.max(0, acked) * terms.blockSize
