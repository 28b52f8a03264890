import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseIpv4 } from '../../../../src/engine/protocol/address.ts'
import { createLeases, leaseSeconds, type Pool } from '../../../../src/engine/protocol/dhcp/leases.ts'

const ip = (text: string): number => parseIpv4(text) ?? 0

const pool = (from: string, to: string): Pool => ({
  network: ip('10.0.0.0'),
  netmask: ip('255.255.255.0'),
  ranges: [{ from: ip(from), to: ip(to) }],
})

const small = pool('10.0.0.100', '10.0.0.101')
const [a, b, c] = ['52:54:00:00:00:0a', '52:54:00:00:00:0b', '52:54:00:00:00:0c']
const hour = leaseSeconds * 1000

const leasesOf = (reservations: Record<string, string> = {}, excluded: readonly string[] = []) =>
  createLeases({
    reservations: new Map(Object.entries(reservations).map(([mac, address]) => [mac, ip(address)])),
    excluded: new Set(excluded.map(ip)),
  })

describe('offering', () => {
  test('the same machine is offered the same address, also by a program that was started again', () => {
    const big = pool('10.0.0.10', '10.0.0.250')
    const first = leasesOf().offer(a, big, undefined, 0)
    expect(first).toBeDefined()
    const again = leasesOf()
    expect(again.offer(a, big, undefined, 0)).toBe(first)
    expect(again.offer(a, big, undefined, 5)).toBe(first)
  })

  test('what it wishes, when that is free', () => {
    const leases = leasesOf()
    expect(leases.offer(a, small, ip('10.0.0.101'), 0)).toBe(ip('10.0.0.101'))
    expect(leases.offer(b, small, ip('10.0.0.101'), 0)).toBe(ip('10.0.0.100'))
    expect(leasesOf().offer(a, small, ip('10.0.0.9'), 0)).not.toBe(ip('10.0.0.9'))
  })

  test('nothing when all are taken; again something when an offer was not taken up', () => {
    const leases = leasesOf()
    leases.offer(a, small, undefined, 0)
    leases.offer(b, small, undefined, 10)
    expect(leases.offer(c, small, undefined, 20)).toBeUndefined()
    expect(leases.offer(c, small, undefined, 59_999)).toBeUndefined()
    expect(leases.offer(c, small, undefined, 60_000)).toBeDefined()
  })

  test('a refused offer is free at once', () => {
    const leases = leasesOf()
    const address = leases.offer(a, small, undefined, 0)
    leases.offer(b, small, undefined, 0)
    expect(leases.offer(c, small, undefined, 1)).toBeUndefined()
    leases.withdraw(a)
    expect(leases.offer(c, small, undefined, 2)).toBe(address)
  })

  test('never what is excluded', () => {
    const leases = leasesOf({}, ['10.0.0.100'])
    expect(leases.offer(a, small, ip('10.0.0.100'), 0)).toBe(ip('10.0.0.101'))
    expect(leases.offer(b, small, undefined, 0)).toBeUndefined()
  })
})

describe('reservations', () => {
  test("a machine of the site gets the site's address, outside the pool too", () => {
    const leases = leasesOf({ [a]: '10.0.0.11' })
    expect(leases.offer(a, small, ip('10.0.0.100'), 0)).toBe(ip('10.0.0.11'))
    expect(leases.confirm(a, small, ip('10.0.0.11'), 0)).toBe(true)
  })

  test('nobody else gets it', () => {
    const leases = leasesOf({ [a]: '10.0.0.100' })
    expect(leases.offer(b, small, ip('10.0.0.100'), 0)).toBe(ip('10.0.0.101'))
    expect(leases.confirm(c, small, ip('10.0.0.100'), 0)).toBe(false)
  })

  test('two cards of one machine: the second gets it when the first gave it up', () => {
    const leases = leasesOf({ [a]: '10.0.0.11', [b]: '10.0.0.11' })
    leases.confirm(a, small, ip('10.0.0.11'), 0)
    expect(leases.offer(b, small, undefined, 1)).not.toBe(ip('10.0.0.11'))
    leases.release(a, ip('10.0.0.11'))
    expect(leases.offer(b, small, undefined, 2)).toBe(ip('10.0.0.11'))
  })

  test('an address of another network is none here', () => {
    const leases = leasesOf({ [a]: '10.0.20.11' })
    expect([ip('10.0.0.100'), ip('10.0.0.101')]).toContain(leases.offer(a, small, undefined, 0))
    expect(leases.confirm(a, small, ip('10.0.20.11'), 0)).toBe(false)
  })
})

describe('confirming', () => {
  test('what was offered, what is renewed, and what is free', () => {
    const leases = leasesOf()
    const address = leases.offer(a, small, undefined, 0) ?? 0
    expect(leases.confirm(a, small, address, 1)).toBe(true)
    expect(leases.confirm(a, small, address, hour / 2)).toBe(true)
    expect(leases.offer(a, small, undefined, hour)).toBe(address)
    expect(leasesOf().confirm(b, small, ip('10.0.0.101'), 0)).toBe(true)
  })

  test("not another's, not one of elsewhere, not none", () => {
    const leases = leasesOf()
    leases.confirm(a, small, ip('10.0.0.100'), 0)
    expect(leases.confirm(b, small, ip('10.0.0.100'), 1)).toBe(false)
    expect(leases.confirm(b, small, ip('192.168.1.5'), 1)).toBe(false)
    expect(leases.confirm(b, small, 0, 1)).toBe(false)
  })

  test('an expired lease may go to another', () => {
    const leases = leasesOf()
    leases.confirm(a, small, ip('10.0.0.100'), 0)
    expect(leases.confirm(b, small, ip('10.0.0.100'), hour - 1)).toBe(false)
    expect(leases.confirm(b, small, ip('10.0.0.100'), hour)).toBe(true)
    expect(leases.confirm(a, small, ip('10.0.0.100'), hour + 1)).toBe(false)
  })

  test('a new DISCOVER does not shorten a lease that runs', () => {
    const leases = leasesOf()
    leases.confirm(a, small, ip('10.0.0.100'), 0)
    leases.offer(a, small, undefined, 10)
    expect(leases.confirm(b, small, ip('10.0.0.100'), 100_000)).toBe(false)
  })
})

describe('giving back', () => {
  test('a declined address rests; only its holder may decline', () => {
    const leases = leasesOf()
    const address = leases.offer(a, small, undefined, 0) ?? 0
    leases.decline(b, address, 0)
    expect(leases.offer(a, small, undefined, 0)).toBe(address)
    leases.decline(a, address, 0)
    expect(leases.offer(a, small, undefined, 1)).not.toBe(address)
    expect(leases.offer(b, small, undefined, 1)).toBeUndefined()
    expect(leases.offer(b, small, undefined, 600_000)).toBeDefined()
  })

  test('only its holder may release', () => {
    const leases = leasesOf()
    leases.confirm(a, small, ip('10.0.0.100'), 0)
    leases.release(b, ip('10.0.0.100'))
    expect(leases.confirm(b, small, ip('10.0.0.100'), 1)).toBe(false)
    leases.release(a, ip('10.0.0.100'))
    expect(leases.confirm(b, small, ip('10.0.0.100'), 2)).toBe(true)
  })
})

test('an offer of another address leaves a machine the one it uses, until it takes the other', () => {
  const leases = leasesOf({ [a]: '10.0.0.101' })
  const three = pool('10.0.0.100', '10.0.0.102')
  expect(leases.confirm(a, three, ip('10.0.0.100'), 0)).toBe(true)
  expect(leases.offer(a, three, undefined, 1)).toBe(ip('10.0.0.101'))
  expect(leases.confirm(b, three, ip('10.0.0.100'), 2)).toBe(false)
  leases.withdraw(a)
  expect(leases.confirm(b, three, ip('10.0.0.100'), 3)).toBe(false)
  expect(leases.confirm(a, three, ip('10.0.0.101'), 4)).toBe(true)
  expect(leases.confirm(b, three, ip('10.0.0.100'), 5)).toBe(true)
})

test('whatever happens, no address has two holders', () => {
  const macs = fc.constantFrom(a, b, c, '52:54:00:00:00:0d')
  const address = fc.integer({ min: ip('10.0.0.99'), max: ip('10.0.0.103') })
  const step = fc.record({
    what: fc.constantFrom('offer', 'confirm', 'release', 'decline', 'withdraw'),
    mac: macs,
    address,
    later: fc.nat(40_000),
  })
  const three = pool('10.0.0.100', '10.0.0.102')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const leases = leasesOf({ [a]: '10.0.0.101' })
      const holders = new Map<number, { mac: string; until: number }>()
      let now = 0
      for (const { what, mac, address, later } of steps) {
        now += later
        if (what === 'offer') leases.offer(mac, three, address, now)
        if (what === 'withdraw') leases.withdraw(mac)
        if (what === 'release' || what === 'decline') {
          leases[what](mac, address, now)
          if (holders.get(address)?.mac === mac) holders.delete(address)
        }
        if (what === 'confirm' && leases.confirm(mac, three, address, now)) {
          const holder = holders.get(address)
          expect(holder === undefined || holder.mac === mac || holder.until <= now).toBe(true)
          for (const [held, { mac: other }] of holders) if (other === mac) holders.delete(held)
          holders.set(address, { mac, until: now + hour })
        }
      }
    }),
  )
})
