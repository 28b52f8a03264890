import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridgeCommands } from '../../../src/lab/vm/bridge.ts'
import { addressAt, broadcastOf, type Cidr, maskOf, networkOf } from '../../../src/lab/vm/cidr.ts'

describe('the isolated Ethernet', () => {
  const plan = { name: 'lab', address: '10.77.0.1/24', ports: 2 } as const
  const commands = bridgeCommands({ ...plan, site: { address: '10.77.0.2/24' } })

  it('forwards at once, has a tap per machine and no other link', () => {
    const links = commands.filter(line => line.startsWith('link add') || line.startsWith('tuntap add'))
    expect(links).toEqual([
      'link add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0',
      'tuntap add dev tap0 mode tap',
      'tuntap add dev tap1 mode tap',
    ])
    expect(commands).toContain('addr add 10.77.0.1/24 brd 10.77.0.255 dev br0')
  })

  it('has a carrier of its own where no address server gives it one', () => {
    const alone = bridgeCommands(plan)
    expect(alone).toContain('link add plug0 type veth peer name plug1')
    expect(alone.filter(line => !commands.includes(line)).join()).not.toMatch(/netns/)
  })

  it('has no route but its own network: nothing leaves', () =>
    expect(commands.join('\n')).not.toMatch(/route|veth|macvlan|netns/))
})

describe('sums on networks', () => {
  it('hold for a known one', () => {
    const cidr: Cidr = '192.168.5.77/26'
    expect([networkOf(cidr), broadcastOf(cidr), maskOf(cidr), addressAt(cidr, 1)]).toEqual([
      ...['192.168.5.64', '192.168.5.127', '255.255.255.192', '192.168.5.65'],
    ])
  })

  it('keep every address of a network in it', () =>
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 8, max: 30 }), (address, prefix) => {
        const cidr: Cidr = `${address}/${prefix}`
        expect(networkOf(`${broadcastOf(cidr)}/${prefix}`)).toBe(networkOf(cidr))
        expect(broadcastOf(`${networkOf(cidr)}/${prefix}`)).toBe(broadcastOf(cidr))
      }),
    ))
})
