/**
 * What repeats itself is told of ever more seldom. Firmware doubles its patience from try to try, and each of its
 * tries is told; a loop or a flood is told of a few times. Bounded in memory: the machine that came first is
 * forgotten first.
 */
import type { Message } from '../../protocol/dhcp/codes.ts'
import type { Outcome } from './answer.ts'

/** Two packets that are alike in this are the same thing, once more. */
export interface Kind {
  readonly message: Message
  readonly outcome: Outcome['type']
  readonly stage: 'firmware' | 'ipxe' | null
  readonly port: number
}

export interface Repeats {
  /** Whether this one is to be told. */
  allows(mac: string, kind: Kind, now: number): boolean
}

/** Somewhat less than the second that iPXE waits before its first try again. */
const firstGapMs = 750
const longestGapMs = 8000
/** After so long it is no repetition but another boot. */
const anewMs = 2 * longestGapMs
const mostMachines = 4096
/** One boot has six or so; somebody who makes up more of them has to wait until one is long ago. */
const mostKinds = 12

/** The last of a kind that was told; then the next kind, for most machines have one or two. */
interface Told extends Kind {
  at: number
  gap: number
  readonly more: Told | undefined
}

export const createRepeats = (): Repeats => {
  const machines = new Map<string, Told>()

  const meet = (mac: string, told: Told): true => {
    machines.set(mac, told)
    if (machines.size > mostMachines) machines.delete(machines.keys().next().value ?? '')
    return true
  }

  return {
    allows: (mac, kind, now) => {
      const told = machines.get(mac)
      const before = lastOf(told, kind)
      if (before === undefined) {
        const kept = kindsOf(told) < mostKinds ? told : recentOf(told, now)
        return kindsOf(kept) < mostKinds && meet(mac, { ...kind, at: now, gap: firstGapMs, more: kept })
      }
      const since = now - before.at
      if (since < before.gap) return false
      before.gap = since >= anewMs ? firstGapMs : Math.min(before.gap * 2, longestGapMs)
      before.at = now
      return true
    },
  }
}

const lastOf = (told: Told | undefined, { message, outcome, stage, port }: Kind): Told | undefined => {
  for (let each = told; each !== undefined; each = each.more) {
    const same = each.message === message && each.outcome === outcome && each.stage === stage
    if (same && each.port === port) return each
  }
  return undefined
}

const kindsOf = (told: Told | undefined): number => (told === undefined ? 0 : 1 + kindsOf(told.more))

const recentOf = (told: Told | undefined, now: number): Told | undefined => {
  if (told === undefined) return undefined
  const more = recentOf(told.more, now)
  return now - told.at >= anewMs ? more : { ...told, more }
}
