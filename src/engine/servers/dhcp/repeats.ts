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

interface Told extends Kind {
  at: number
  gap: number
}

export const createRepeats = (): Repeats => {
  const machines = new Map<string, Told[]>()

  const meet = (mac: string): Told[] => {
    const told: Told[] = []
    machines.set(mac, told)
    if (machines.size > mostMachines) machines.delete(machines.keys().next().value ?? '')
    return told
  }

  return {
    allows: (mac, kind, now) => {
      const told = machines.get(mac) ?? meet(mac)
      const before = lastOf(told, kind)
      if (before === undefined) {
        const place = told.length < mostKinds ? told.length : told.findIndex(({ at }) => now - at >= anewMs)
        if (place >= 0) told[place] = { ...kind, at: now, gap: firstGapMs }
        return place >= 0
      }
      const since = now - before.at
      if (since < before.gap) return false
      before.gap = since >= anewMs ? firstGapMs : Math.min(before.gap * 2, longestGapMs)
      before.at = now
      return true
    },
  }
}

const lastOf = (told: readonly Told[], { message, outcome, stage, port }: Kind): Told | undefined => {
  for (const each of told) {
    const same = each.message === message && each.outcome === outcome && each.stage === stage
    if (same && each.port === port) return each
  }
  return undefined
}
