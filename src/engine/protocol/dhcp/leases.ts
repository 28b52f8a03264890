/**
 * Who holds which address, while we are the address server. It reads no clock and sends nothing: `now` comes
 * with every question. A machine is its MAC, whatever client identifier it sends, so that firmware, iPXE,
 * installer and installed system get one and the same address; and an address follows from the MAC, so that it
 * stays the same when the program is started again.
 */
import { onSameNetwork } from '../address.ts'

/** Addresses as numbers; both ends of a range belong to it. */
export interface Pool {
  readonly network: number
  readonly netmask: number
  readonly ranges: readonly { readonly from: number; readonly to: number }[]
}

export interface LeaseOptions {
  /** The site's own addresses, by MAC; several MACs of one machine may share one. */
  readonly reservations: ReadonlyMap<string, number>
  /** Never given to anyone: our own address, gateways, name servers. */
  readonly excluded: ReadonlySet<number>
}

export interface Leases {
  /** An address held for a moment, or nothing when the pool is used up. */
  offer(mac: string, pool: Pool, wanted: number | undefined, now: number): number | undefined
  /** Whether it may use this address from now on; if not, it is to be refused. */
  confirm(mac: string, pool: Pool, address: number, now: number): boolean
  /** It took another server's offer: ours is free again. */
  withdraw(mac: string): void
  /** Somebody else uses that address already. */
  decline(mac: string, address: number, now: number): void
  release(mac: string, address: number): void
}

export const leaseSeconds = 3600
const offerMs = 60_000
const declinedMs = 600_000

/** Holds an address that was found in use by a machine we know nothing of. */
const stranger = ''

interface Lease {
  readonly mac: string
  readonly address: number
  readonly confirmed: boolean
  readonly until: number
  /** While this one is only offered: what the machine uses until it takes it. */
  readonly inUse?: Lease | undefined
}

export const createLeases = ({ reservations, excluded }: LeaseOptions): Leases => {
  const byMac = new Map<string, Lease>()
  const byAddress = new Map<number, Lease>()
  const reserved = new Set(reservations.values())
  /** Until when a pool is known to be used up: a flood must not search it again for every packet. */
  const fullUntil = new Map<Pool, number>()

  const drop = (lease: Lease | undefined): void => {
    if (lease === undefined) return
    if (byMac.get(lease.mac) === lease) byMac.delete(lease.mac)
    if (byAddress.get(lease.address) === lease) byAddress.delete(lease.address)
    fullUntil.clear()
  }

  const inUse = (mac: string): Lease | undefined => {
    const lease = byMac.get(mac)
    return lease?.confirmed ? lease : lease?.inUse
  }

  const hold = (lease: Lease): number => {
    const used = inUse(lease.mac)
    const before = byMac.get(lease.mac)
    if (before !== used) drop(before)
    if (lease.confirmed) drop(used)
    drop(byAddress.get(lease.address))
    const held = lease.confirmed || used?.address === lease.address ? lease : { ...lease, inUse: used }
    byAddress.set(lease.address, held)
    if (lease.mac !== stranger) byMac.set(lease.mac, held)
    return lease.address
  }

  const freeFor = (mac: string, address: number, now: number): boolean => {
    const lease = byAddress.get(address)
    return lease === undefined || lease.mac === mac || lease.until <= now
  }

  /** Its reservation, or a pool address nobody else has a claim to. */
  const allowed = (reservation: number | undefined, pool: Pool, address: number): boolean => {
    if (address === reservation) return onSameNetwork(address, pool.network, pool.netmask)
    return inRanges(pool, address) && !reserved.has(address) && !excluded.has(address)
  }

  const search = (mac: string, pool: Pool, now: number): number | undefined => {
    if (now < (fullUntil.get(pool) ?? 0)) return undefined
    const reservation = reservations.get(mac)
    let soonest = Number.POSITIVE_INFINITY
    for (const address of addressesFrom(pool, mac)) {
      if (!allowed(reservation, pool, address)) continue
      if (freeFor(mac, address, now)) return address
      soonest = Math.min(soonest, byAddress.get(address)?.until ?? now)
    }
    fullUntil.set(pool, soonest)
    return undefined
  }

  const choose = (mac: string, pool: Pool, wanted: number | undefined, now: number): number | undefined => {
    const reservation = reservations.get(mac)
    const may = (address: number | undefined): address is number =>
      address !== undefined && allowed(reservation, pool, address) && freeFor(mac, address, now)
    if (may(reservation)) return reservation
    const held = byMac.get(mac)?.address
    if (may(held)) return held
    return may(wanted) ? wanted : search(mac, pool, now)
  }

  /** What it holds already, when nothing is to be thought of anew: so it is with nearly every packet of a flood. */
  const stillHeld = (mac: string, pool: Pool, now: number): number | undefined => {
    const held = byMac.get(mac)
    if (held === undefined || held.until < now + offerMs / 2) return undefined
    const reservation = reservations.get(mac)
    const elsewhere = reservation !== undefined && reservation !== held.address
    return !elsewhere && allowed(reservation, pool, held.address) ? held.address : undefined
  }

  return {
    offer: (mac, pool, wanted, now) => {
      const held = stillHeld(mac, pool, now)
      if (held !== undefined) return held
      const address = choose(mac, pool, wanted, now)
      return address === undefined
        ? undefined
        : hold({ mac, address, confirmed: false, until: now + offerMs })
    },
    confirm: (mac, pool, address, now) => {
      if (!allowed(reservations.get(mac), pool, address) || !freeFor(mac, address, now)) return false
      hold({ mac, address, confirmed: true, until: now + leaseSeconds * 1000 })
      return true
    },
    withdraw: mac => {
      const lease = byMac.get(mac)
      if (lease?.confirmed !== false) return
      drop(lease)
      const { inUse } = lease
      if (inUse !== undefined && byAddress.get(inUse.address) === inUse) byMac.set(mac, inUse)
    },
    decline: (mac, address, now) => {
      if (byAddress.get(address)?.mac !== mac) return
      drop(byAddress.get(address))
      hold({ mac: stranger, address, confirmed: true, until: now + declinedMs })
    },
    release: (mac, address) => {
      const lease = byAddress.get(address)
      if (lease?.mac === mac) drop(lease)
    },
  }
}

const inRanges = ({ ranges }: Pool, address: number): boolean =>
  ranges.some(({ from, to }) => from <= address && address <= to)

/** Every address of the pool once, beginning at a place that follows from the MAC. */
function* addressesFrom({ ranges }: Pool, mac: string): Generator<number> {
  const size = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)
  const start = size === 0 ? 0 : hash(mac) % size
  for (let i = 0; i < size; i++) yield nth(ranges, (start + i) % size)
}

const nth = (ranges: Pool['ranges'], index: number): number => {
  let left = index
  for (const { from, to } of ranges) {
    if (left <= to - from) return from + left
    left -= to - from + 1
  }
  return 0
}

/** FNV-1a: spreads MACs of one vendor, which differ in their last digits alone. */
const hash = (text: string): number => {
  let sum = 0x811c9dc5
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193) >>> 0
  return sum
}
