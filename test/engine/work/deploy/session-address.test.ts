import { describe, expect, it } from 'vitest'
import { declaredAddresses, lostAddresses } from '../../../../src/engine/work/deploy/session-address.ts'
import { host } from '../../plans.ts'

const declared = (entry: object) => declaredAddresses({ hosts: { node1: entry } }, host('node1'))

describe('what a site declares', () => {
  it('is every address of every device, without its prefix', () => {
    expect(
      declared({
        interfaces: { eno1: { address: '10.0.0.11/24' } },
        vlans: { stor: { addresses: ['10.0.20.11/24', 'fd00::0011/64'] } },
        bonds: { bond0: { address: '10.0.30.11/24' } },
        bridges: { br0: {} },
      }),
    ).toEqual(['10.0.0.11', '10.0.20.11', 'fd00::11', '10.0.30.11'])
  })

  it('is nothing to judge by when DHCP decides, or nothing is said', () => {
    expect(declared({ interfaces: { eno1: { dhcp: true }, eno2: { address: '10.0.0.11/24' } } })).toBeNull()
    expect(declared({ interfaces: { eno1: { dhcp: 'ipv4' } } })).toBeNull()
    expect(declared({})).toBeNull()
    expect(declaredAddresses('not an object', host('node1'))).toBeNull()
  })
})

describe('an address in use', () => {
  it('is lost when the site has addresses and it is not one of them', () => {
    expect(lostAddresses(['10.0.0.11', '10.0.0.12'], ['10.0.0.11'])).toEqual(['10.0.0.12'])
    expect(lostAddresses(['fd00:0::11'], ['fd00::11'])).toEqual([])
    expect(lostAddresses(['10.0.0.12'], null)).toEqual([])
  })
})
