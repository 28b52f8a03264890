/**
 * A transfer and its client on a simulated network that loses, repeats and reorders, in simulated time. The
 * client is RFC 7440's: it takes blocks in order, acknowledges every window and every surprise.
 */
import type { Terms } from '../../../../src/engine/protocol/tftp/options.ts'
import {
  acknowledge,
  beginTransfer,
  type Step,
  type Transfer,
  wait,
} from '../../../../src/engine/protocol/tftp/transfer.ts'

export interface Weather {
  readonly seed: number
  /** Of a hundred packets; never more than three between two steps forward. */
  readonly lost: number
  readonly repeated: number
  /** Milliseconds: a packet takes between `fastest` and `slowest`. */
  readonly fastest: number
  readonly slowest: number
  /** Packets of one direction keep their order. */
  readonly inOrder?: boolean
}

export interface Outcome {
  readonly transfer: Transfer
  /** Block numbers as the client took them. */
  readonly taken: readonly number[]
  readonly sent: number
  readonly took: number
}

export const calm: Weather = { seed: 1, lost: 0, repeated: 0, fastest: 1, slowest: 1 }

export const simulate = (terms: Terms, weather: Weather): Outcome => {
  const chance = dice(weather.seed)
  const queue: { at: number; run: (at: number) => void }[] = []
  const schedule = (at: number, run: (at: number) => void) => {
    const after = queue.findLastIndex(event => event.at <= at)
    queue.splice(after + 1, 0, { at, run })
  }
  let losses = 0
  const towards = (deliver: (block: number, at: number) => void) => {
    let latest = 0
    return (block: number, at: number) => {
      const copies = chance() < weather.repeated / 100 ? 2 : 1
      for (let copy = 0; copy < copies; copy++) {
        if (losses < 3 && chance() < weather.lost / 100) {
          losses++
          continue
        }
        const arrives = at + weather.fastest + chance() * (weather.slowest - weather.fastest)
        latest = weather.inOrder ? Math.max(latest, arrives) : arrives
        schedule(latest, now => deliver(block, now))
      }
    }
  }

  const [begun, first] = beginTransfer(terms, 0)
  let transfer = begun
  let sent = 0
  const take = ([next, blocks]: Step, at: number) => {
    if (next.acked > transfer.acked) losses = 0
    transfer = next
    for (let block = blocks?.from ?? 1; block <= (blocks?.to ?? 0); block++) {
      if (block > 0) sent++
      toClient(block & 0xffff, at)
    }
  }

  const taken: number[] = []
  let counted = 0
  let heardAt = 0
  const answer = (at: number) => {
    counted = 0
    toServer(taken.length & 0xffff, at)
  }
  const toServer = towards((block, at) => take(acknowledge(transfer, block, at), at))
  const toClient = towards((block, at) => {
    heardAt = at
    if (block !== ((taken.length + 1) & 0xffff) || taken.length === transfer.last) return answer(at)
    taken.push(taken.length + 1)
    counted++
    if (counted === terms.window || taken.length === transfer.last) answer(at)
  })

  take([transfer, first], 0)
  let at = 0
  while (transfer.ending === null && at < 3_600_000) {
    const next = queue[0]?.at ?? Number.POSITIVE_INFINITY
    const impatient = heardAt + 1_500
    at = Math.min(next, transfer.dueAt, impatient)
    if (at === next) queue.shift()?.run(at)
    else if (at === transfer.dueAt) take(wait(transfer, at), at)
    else {
      heardAt = at
      answer(at)
    }
  }
  return { transfer, taken, sent, took: at }
}

/** Small, repeatable chance (mulberry32). */
export const dice = (seed: number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
