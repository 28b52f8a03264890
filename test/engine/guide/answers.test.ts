import { describe, expect, it } from 'vitest'
import {
  freeName,
  nameFrom,
  networkFrom,
  selectorOf,
  suggestedNetwork,
  suggestedRange,
  wiresOf,
} from '../../../src/engine/guide/answers.ts'
import type { NetworkInterface } from '../../../src/engine/world.ts'
import { blankDisk, guest } from '../journeys.ts'

const card = (name: string, change: Partial<NetworkInterface> = {}): NetworkInterface => ({
  ...{ name, mac: '02:00:00:00:00:01', up: true, loopback: false, mtu: 1500 },
  addresses: [
    { address: 'fd00::2', prefix: 64, broadcast: '' },
    { address: '10.0.0.2', prefix: 24, broadcast: '10.0.0.255' },
  ],
  ...change,
})

describe('what is suggested', () => {
  it('is a card with an IPv4 address, and simulated machines only where they are', () => {
    const cards = [card('eth0'), card('lo', { loopback: true }), card('eth1', { addresses: [] })]
    expect(wiresOf(cards, false)).toEqual([{ name: 'eth0', address: '10.0.0.2/24', up: true }])
    expect(wiresOf(cards, true).map(({ name }) => name)).toEqual(['lo'])
  })

  it('is a range on our own network without our own address in it', () => {
    expect(suggestedRange('10.0.0.2/24')).toEqual({ from: '10.0.0.100', to: '10.0.0.199' })
    expect(suggestedRange('10.0.0.150/24')).toEqual({ from: '10.0.0.200', to: '10.0.0.250' })
  })

  it('is a name that is free, and one for the site that a site may have', () => {
    expect(freeName([])).toBe('machine1')
    expect(freeName(['machine2'])).toBe('machine3')
    expect([nameFrom('/srv/My Rack (1)/'), nameFrom('/')]).toEqual(['my-rack-1', 'site'])
  })

  it('is the address its installer has, on the card it booted from', () => {
    const links = [
      { name: 'eno1', mac: '52:54:00:00:00:01' },
      { name: 'eno2', mac: '52:54:00:00:00:02' },
    ]
    const wire = { name: 'eth0', address: '10.0.0.2/22', up: true }
    expect(suggestedNetwork({ ...guest, links }, wire, '52:54:00:00:00:02')).toMatchObject({
      interface: 'eno2',
      address: `${guest.address}/22`,
    })
    expect(suggestedNetwork(null, undefined, null)).toMatchObject({ interface: '', address: '' })
  })
})

describe('what was typed of a network', () => {
  const fields = { interface: 'eno1', address: '10.0.0.11/24', gateway: '', dns: '', vlan: '' }

  it('is one with what it says and nothing more', () => {
    expect(networkFrom(fields)).toEqual({
      ...{ interface: 'eno1', address: '10.0.0.11/24', gateway: null, dns: [], vlan: null },
    })
    expect(networkFrom({ ...fields, dns: '1.1.1.1, 9.9.9.9', vlan: '20' })).toMatchObject({
      dns: ['1.1.1.1', '9.9.9.9'],
      vlan: 20,
    })
  })

  it('is none without a card or an address', () => {
    expect([networkFrom({ ...fields, address: '' }), networkFrom({ ...fields, interface: '' })]).toEqual([
      null,
      null,
    ])
  })
})

it('a disk is named by what survives a new order of cables', () => {
  const disk = { ...blankDisk, path: '/dev/sda', serial: 'S1' }
  expect(selectorOf({ ...disk, ids: ['ata-X', 'wwn-Y'] })).toEqual({ id: 'ata-X' })
  expect(selectorOf({ ...disk, ids: [] })).toEqual({ serial: 'S1', path: '/dev/sda' })
  expect(selectorOf({ ...disk, ids: [], serial: null })).toEqual({ path: '/dev/sda' })
})
