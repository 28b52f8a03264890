import { expect, test } from 'vitest'
import { formatIpv4 } from '../../../../src/engine/protocol/address.ts'
import {
  excludedFrom,
  reservationsOf,
  type Scope,
  scopeAt,
  scopesOf,
} from '../../../../src/engine/servers/dhcp/scopes.ts'
import { host, plan } from '../../plans.ts'
import { ip } from '../../protocol/dhcp/packets.ts'

const endpoint = {
  address: '10.0.0.1',
  netmask: '255.255.255.0',
  broadcast: '10.0.0.255',
  url: 'http://10.0.0.1',
  tftpPort: 69,
}

const network = { vlan: null, mtu: null, dns: [] }
const base = plan(
  [host('node1', { macs: ['a', 'b'], address: '10.0.0.11' }), host('node2', { address: 'node2.example' })],
  {
    domain: '',
    networks: [
      { ...network, name: 'storage', cidr: '10.0.20.0/25', gateway: '10.0.20.126', mtu: 9000 },
      { ...network, name: 'mgmt', cidr: '10.0.0.0/24', gateway: '10.0.0.254', dns: ['10.0.0.53', 'fd77::1'] },
      { ...network, name: 'six', cidr: 'fd77::/64', gateway: null },
    ],
  },
)
const ranges = [
  { from: '10.0.0.100', to: '10.0.0.199' },
  { from: '10.0.20.10', to: '10.0.20.20' },
  { from: '10.0.0.250', to: '10.0.1.10' },
]
const site = { ...base, provision: { ...base.provision, dhcp: { mode: 'server' as const, ranges } } }

const written = ({ pool, facts }: Scope) => ({
  ranges: pool.ranges.map(({ from, to }) => `${formatIpv4(from)}-${formatIpv4(to)}`),
  ...facts,
})

test('our own network is first, with what the site says of it; a range over two networks counts for none', () => {
  expect(scopesOf(site, endpoint).map(written)).toEqual([
    {
      ranges: ['10.0.0.100-10.0.0.199'],
      netmask: '255.255.255.0',
      broadcast: '10.0.0.255',
      gateway: '10.0.0.254',
      dns: ['10.0.0.53'],
      domain: null,
      mtu: null,
    },
    {
      ranges: ['10.0.20.10-10.0.20.20'],
      netmask: '255.255.255.128',
      broadcast: '10.0.20.127',
      gateway: '10.0.20.126',
      dns: [],
      domain: null,
      mtu: 9000,
    },
  ])
})

test('a relay speaks for the network its address lies in', () => {
  const scopes = scopesOf(site, endpoint)
  expect(scopeAt(scopes, ip('10.0.20.126'))).toBe(scopes[1])
  expect(scopeAt(scopes, ip('10.0.0.77'))).toBe(scopes[0])
  expect(scopeAt(scopes, ip('10.0.20.200'))).toBeUndefined()
})

test('addresses that are spoken for are never given away', () => {
  const excluded = [...excludedFrom(scopesOf(site, endpoint), endpoint)].map(formatIpv4)
  expect(excluded).toEqual(
    expect.arrayContaining(['10.0.0.1', '10.0.0.0', '10.0.0.255', '10.0.0.254', '10.0.0.53', '10.0.20.126']),
  )
})

test("a host's address is reserved for each of its cards", () => {
  expect([...reservationsOf(site)].map(([mac, address]) => [mac, formatIpv4(address)])).toEqual([
    ['a', '10.0.0.11'],
    ['b', '10.0.0.11'],
  ])
})
