import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../src/engine/events.ts'
import { createWorld } from '../../../src/engine/node/world.ts'
import { formatIpv4 } from '../../../src/engine/protocol/address.ts'
import { textOf } from '../../../src/engine/protocol/dhcp/decode.ts'
import type { DhcpPacket } from '../../../src/engine/protocol/dhcp/packet.ts'
import { serveDhcp } from '../../../src/engine/servers/dhcp.ts'
import type { World } from '../../../src/engine/world.ts'
import { bootPacket, bytesOf, type Fields, ip, packetBytes, uuidOption } from '../protocol/dhcp/packets.ts'
import {
  endpoint,
  freePorts,
  gateOf,
  hostOf,
  openClient,
  planOf,
  relayAddress,
  startRig,
} from './dhcp-rig.ts'

const mac = 'bc:24:11:d0:28:34'
const own = 'bc-24-11-d0-28-34'
const other = 'bc:24:11:00:00:99'
const node1 = hostOf('node1', mac, { address: '127.0.1.11' })

const uefi = (kind: 'discover' | 'request', more: Fields = {}): Uint8Array =>
  bootPacket(kind, 'PXEClient:Arch:00007:UNDI:003000', {
    mac,
    giaddr: relayAddress,
    ...more,
    options: [[93, [0, 7]], uuidOption, ...(more.options ?? [])],
  })

/** An ordinary system: udhcpc, systemd-networkd. */
const plain = (
  kind: 'discover' | 'request' | 'inform' | 'release' | 'decline',
  more: Fields = {},
): Uint8Array => bootPacket(kind, 'udhcp 1.35.0', { mac, giaddr: relayAddress, ...more })

const factsOf = <Type extends Fact['type']>(facts: readonly Fact[], type: Type) =>
  facts.filter((fact): fact is Extract<Fact, { type: Type }> => fact.type === type)

const message = ({ options }: DhcpPacket): number | undefined => options.get(53)?.[0]
const [OFFER, ACK, NAK] = [2, 5, 6]

describe('as a proxy', () => {
  test('a relayed DISCOVER of a listed machine is answered through its relay, and told', async () => {
    await using rig = await startRig({ hosts: [node1] })
    rig.relay.send(uefi('discover', { flags: 0x8000 }), rig.ports.dhcp)
    const { packet, from, size } = await rig.relay.next()
    expect(from).toMatchObject({ address: '127.0.0.1', port: rig.ports.dhcp })
    expect(size).toBe(300)
    expect(packet).toMatchObject({ siaddr: ip('127.0.0.1'), yiaddr: 0, file: `${own}/snponly.efi`, mac })
    expect(rig.gate.facts.slice(-2)).toEqual([
      { host: 'node1', type: 'offered', firmware: 'UEFI x64', purpose: 'installer' },
      {
        host: 'node1',
        type: 'exchanged',
        protocol: 'dhcp',
        line: `DISCOVER from UEFI x64: OFFER, boot ${own}/snponly.efi`,
        detail: expect.arrayContaining([
          `DISCOVER from ${mac}, xid 0x01020304, broadcast`,
          `OFFER to ${mac}, xid 0x01020304, broadcast`,
        ]),
      },
    ])
  })

  test('a machine nobody listed gets silence, and is discovered once', async () => {
    await using rig = await startRig({ hosts: [node1] })
    for (let xid = 1; xid < 20; xid++) rig.relay.send(uefi('discover', { mac: other, xid }), rig.ports.dhcp)
    rig.relay.send(uefi('discover'), rig.ports.dhcp)
    expect((await rig.relay.next()).packet.mac).toBe(mac)
    expect(factsOf(rig.gate.facts, 'discovered')).toEqual([
      {
        type: 'discovered',
        mac: other,
        uuid: '12345678-9abc-def0-1122-334455667701',
        firmware: 'UEFI x64',
        why: 'unknown',
        via: relayAddress,
      },
    ])
  })

  test('a machine that is being installed gets silence, and that it asked is told', async () => {
    await using rig = await startRig({ hosts: [node1, hostOf('node2', other)] })
    const guest = { name: 'installing' } as Parameters<typeof rig.gate.phases.set>[1]
    rig.gate.phases.set('node1', guest)
    rig.relay.send(uefi('discover'), rig.ports.dhcp)
    rig.relay.send(uefi('discover', { mac: other }), rig.ports.dhcp)
    expect((await rig.relay.next()).packet.mac).toBe(other)
    expect(factsOf(rig.gate.facts, 'askedToBoot')).toEqual([{ host: 'node1', type: 'askedToBoot' }])
    expect(factsOf(rig.gate.facts, 'exchanged')[0]?.line).toBe(
      'DISCOVER from UEFI x64: not answered, it is being installed',
    )
  })

  test('an installed machine is offered the way to its disk', async () => {
    await using rig = await startRig({ hosts: [node1], phase: { name: 'done', address: '', system: '' } })
    rig.relay.send(uefi('discover'), rig.ports.dhcp)
    await rig.relay.next()
    expect(factsOf(rig.gate.facts, 'offered')[0]?.purpose).toBe('disk')
  })

  test('a REQUEST belongs to the address server, and shows that there is one', async () => {
    await using rig = await startRig({ hosts: [node1] })
    const options: Fields['options'] = [
      [54, [10, 77, 0, 2]],
      [50, [10, 77, 0, 101]],
    ]
    rig.relay.send(uefi('request', { options }), rig.ports.dhcp)
    rig.relay.send(uefi('discover', { xid: 7 }), rig.ports.dhcp)
    expect((await rig.relay.next()).packet.xid).toBe(7)
    expect(factsOf(rig.gate.facts, 'exchanged')[0]?.line).toBe(
      'REQUEST from "PXEClient:Arch:00007:UNDI:003000": not answered, it takes 10.77.0.101 from address server 10.77.0.2',
    )
  })

  test('repeated packets are answered every time and told once', async () => {
    await using rig = await startRig({ hosts: [node1] })
    for (let i = 0; i < 5; i++) rig.relay.send(uefi('discover'), rig.ports.dhcp)
    for (let i = 0; i < 5; i++) await rig.relay.next()
    expect(factsOf(rig.gate.facts, 'exchanged')).toHaveLength(1)
    expect(factsOf(rig.gate.facts, 'offered')).toHaveLength(1)
  })

  test('firmware without a program here is a warning with a remedy', async () => {
    await using rig = await startRig({ hosts: [node1, hostOf('node2', other)] })
    const ia32 = bootPacket('discover', 'PXEClient:Arch:00006', { mac, giaddr: relayAddress })
    rig.relay.send(ia32, rig.ports.dhcp)
    rig.relay.send(uefi('discover', { mac: other }), rig.ports.dhcp)
    await rig.relay.next()
    expect(factsOf(rig.gate.facts, 'warned').map(({ fault }) => fault.code)).toContain('no-boot-program')
  })
})

describe('port 4011', () => {
  test('answers a REQUEST from 4011, to the port it came from', async () => {
    await using rig = await startRig({ hosts: [node1] })
    const machine = await openClient('127.0.0.77')
    machine.send(uefi('request', { giaddr: '0.0.0.0', ciaddr: '127.0.0.77' }), rig.ports.proxy)
    const { packet, from } = await machine.next()
    expect(from.port).toBe(rig.ports.proxy)
    expect(message(packet)).toBe(ACK)
    expect(packet).toMatchObject({ ciaddr: ip('127.0.0.77'), yiaddr: 0, file: `${own}/snponly.efi` })
    expect(factsOf(rig.gate.facts, 'exchanged')[0]?.line).toBe(
      `REQUEST from UEFI x64: ACK, boot ${own}/snponly.efi`,
    )
    await machine.close()
  })

  test('is silent to strangers, garbage and ordinary clients', async () => {
    await using rig = await startRig({ hosts: [node1] })
    rig.relay.send(uefi('request', { mac: other }), rig.ports.proxy)
    rig.relay.send(plain('request'), rig.ports.proxy)
    rig.relay.send(uefi('discover'), rig.ports.proxy)
    rig.relay.send(Uint8Array.of(1, 2, 3), rig.ports.proxy)
    rig.relay.send(uefi('request', { xid: 9 }), rig.ports.proxy)
    expect((await rig.relay.next()).packet.xid).toBe(9)
  })
})

describe('no address server', () => {
  /** A clock the test moves; `settle` waits until everything sent so far was taken in. */
  const startClocked = async () => {
    const time = { now: 1_000_000 }
    const world = (real: World): World => ({ ...real, clock: { ...real.clock, now: () => time.now } })
    const rig = await startRig({ hosts: [node1, hostOf('node2', other)], world })
    const send = async (bytes: Uint8Array, later: number) => {
      time.now += later
      rig.relay.send(bytes, rig.ports.dhcp)
      rig.relay.send(uefi('discover', { mac: other, xid: 99 }), rig.ports.dhcp)
      for (let xid = 0; xid !== 99; ) ({ xid } = (await rig.relay.next()).packet)
    }
    const warned = () =>
      factsOf(rig.gate.facts, 'warned').filter(
        ({ fault }) => fault.code === 'no-address-server' && fault.place.startsWith('node1'),
      ).length
    return { rig, send, warned }
  }

  test('is said after three tries without a REQUEST, once', async () => {
    const { rig, send, warned } = await startClocked()
    const said = []
    for (let xid = 1; xid < 5; xid++) {
      await send(uefi('discover', { xid }), 4000)
      said.push(warned())
    }
    expect(said).toEqual([0, 0, 1, 1])
    await rig[Symbol.asyncDispose]()
  })

  test('is not said when a REQUEST follows, to whichever server', async () => {
    const { rig, send, warned } = await startClocked()
    for (let round = 0; round < 3; round++) {
      await send(uefi('discover', { xid: 1 }), 1000)
      await send(uefi('discover', { xid: 1 }), 1000)
      await send(uefi('request', { xid: 1, options: [[54, [10, 77, 0, 2]]] }), 1000)
    }
    expect(warned()).toBe(0)
    await rig[Symbol.asyncDispose]()
  })
})

describe('as the address server', () => {
  const dhcp = { mode: 'server', ranges: [{ from: '127.0.2.10', to: '127.0.2.12' }] } as const

  test('a machine gets its own address with its boot program, then without', async () => {
    await using rig = await startRig({ hosts: [node1], dhcp })
    const ask = async (bytes: Uint8Array) => {
      rig.relay.send(bytes, rig.ports.dhcp)
      return (await rig.relay.next()).packet
    }
    const taking: Fields['options'] = [
      [54, [127, 0, 0, 1]],
      [50, [127, 0, 1, 11]],
    ]
    const offer = await ask(uefi('discover'))
    expect([message(offer), offer.yiaddr, offer.file]).toEqual([
      OFFER,
      ip('127.0.1.11'),
      `${own}/snponly.efi`,
    ])
    expect(textOf(offer.options.get(12))).toBe('node1')
    const ack = await ask(uefi('request', { options: taking }))
    expect([message(ack), ack.yiaddr, ack.file]).toEqual([ACK, ip('127.0.1.11'), `${own}/snponly.efi`])
    const installers = await ask(plain('discover'))
    expect([message(installers), installers.yiaddr, installers.file]).toEqual([OFFER, ip('127.0.1.11'), ''])
    const renewed = await ask(plain('request', { ciaddr: '127.0.1.11' }))
    expect([message(renewed), renewed.yiaddr]).toEqual([ACK, ip('127.0.1.11')])
    expect(factsOf(rig.gate.facts, 'exchanged').map(({ line }) => line)).toEqual([
      `DISCOVER from UEFI x64: OFFER 127.0.1.11, boot ${own}/snponly.efi`,
      `REQUEST from UEFI x64: ACK 127.0.1.11, boot ${own}/snponly.efi`,
      'DISCOVER from "udhcp 1.35.0": OFFER 127.0.1.11',
      'REQUEST from "udhcp 1.35.0": ACK 127.0.1.11',
    ])
  })

  test('a machine nobody listed gets an address of the pool, and nothing to boot', async () => {
    await using rig = await startRig({ hosts: [node1], dhcp })
    rig.relay.send(uefi('discover', { mac: other, xid: 1 }), rig.ports.dhcp)
    rig.relay.send(plain('discover', { mac: other, xid: 2 }), rig.ports.dhcp)
    const { packet } = await rig.relay.next()
    expect(packet.xid).toBe(2)
    expect(formatIpv4(packet.yiaddr)).toMatch(/^127\.0\.2\.1[012]$/)
    expect(packet.file).toBe('')
    expect(factsOf(rig.gate.facts, 'discovered')).toHaveLength(1)
  })

  test('refuses what it would not give, informs, and lets others have their clients', async () => {
    await using rig = await startRig({ hosts: [node1], dhcp })
    const ask = async (bytes: Uint8Array) => {
      rig.relay.send(bytes, rig.ports.dhcp)
      return (await rig.relay.next()).packet
    }
    const wrong = await ask(plain('request', { options: [[50, [10, 9, 9, 9]]] }))
    expect([message(wrong), wrong.yiaddr, wrong.flags]).toEqual([NAK, 0, 0x8000])
    const informed = await ask(plain('inform', { ciaddr: '127.0.0.9' }))
    expect([message(informed), informed.yiaddr]).toEqual([ACK, 0])
    // Its network, and no time: it has its address from elsewhere.
    expect([1, 51, 58, 59].map(code => informed.options.get(code)?.length)).toEqual([
      4,
      undefined,
      undefined,
      undefined,
    ])
    rig.relay.send(plain('request', { xid: 1, options: [[54, [10, 0, 0, 9]]] }), rig.ports.dhcp)
    rig.relay.send(plain('release', { xid: 2 }), rig.ports.dhcp)
    rig.relay.send(plain('decline', { xid: 3 }), rig.ports.dhcp)
    expect((await ask(plain('discover', { xid: 4 }))).xid).toBe(4)
  })

  test('a used-up pool is a warning', async () => {
    await using rig = await startRig({ hosts: [node1], dhcp })
    for (let i = 0; i < 5; i++) {
      rig.relay.send(plain('discover', { mac: `52:54:00:00:00:0${i}`, xid: i }), rig.ports.dhcp)
    }
    rig.relay.send(plain('discover', { xid: 9 }), rig.ports.dhcp)
    const answered = []
    for (let i = 0; i < 4; i++) answered.push((await rig.relay.next()).packet.xid)
    expect(answered).toEqual([0, 1, 2, 9])
    expect(factsOf(rig.gate.facts, 'warned').map(({ fault }) => fault.code)).toContain('addresses-used-up')
  })

  test('a relay of a network the site does not know gets nothing', async () => {
    await using rig = await startRig({ hosts: [node1], dhcp })
    rig.relay.send(plain('discover', { giaddr: '10.3.0.1', xid: 1 }), rig.ports.dhcp)
    rig.relay.send(plain('discover', { xid: 2 }), rig.ports.dhcp)
    expect((await rig.relay.next()).packet.xid).toBe(2)
    expect(factsOf(rig.gate.facts, 'exchanged')[0]?.line).toContain('no network for the relay 10.3.0.1')
  })
})

describe('many at once', () => {
  const macOf = (i: number) =>
    `52:54:00:00:${(i >> 8).toString(16).padStart(2, '0')}:${(i & 255).toString(16).padStart(2, '0')}`

  test('1,000 DISCOVERs with garbage in between: every one is answered', async () => {
    const hosts = Array.from({ length: 1000 }, (_, i) => hostOf(`node${i}`, macOf(i)))
    await using rig = await startRig({ hosts, receiveBuffer: 4 * 1024 * 1024 })
    const garbage = [
      new Uint8Array(0),
      new Uint8Array(300).fill(255),
      packetBytes({ op: 2, mac: macOf(1) }),
      uefi('discover').subarray(0, 250),
      packetBytes({ tail: [60, 200, ...bytesOf('PXEClient')] }),
    ]
    hosts.forEach(({ macs }, i) => {
      rig.relay.send(uefi('discover', { mac: macs[0] ?? '', xid: i }), rig.ports.dhcp)
      rig.relay.send(garbage[i % garbage.length] as Uint8Array, rig.ports.dhcp)
    })
    const answered = new Set<number>()
    while (answered.size < 1000) answered.add((await rig.relay.next()).packet.xid)
    await rig.serving.close()
    expect(factsOf(rig.gate.facts, 'offered')).toHaveLength(1000)
  })

  test('a thousand strangers do not fill the journal', async () => {
    await using rig = await startRig({ hosts: [node1], receiveBuffer: 4 * 1024 * 1024 })
    for (let i = 0; i < 1000; i++) rig.relay.send(uefi('discover', { mac: macOf(i) }), rig.ports.dhcp)
    rig.relay.send(uefi('discover'), rig.ports.dhcp)
    await rig.relay.next()
    await rig.serving.close()
    expect(factsOf(rig.gate.facts, 'discovered').length).toBeLessThan(200)
  })
})

describe('opening', () => {
  test('names its sockets, and gives them back', async () => {
    const rig = await startRig({ hosts: [] })
    expect(rig.serving.sockets).toEqual([
      `UDP 127.0.0.1:${rig.ports.dhcp}`,
      `UDP 127.0.0.1:${rig.ports.proxy}`,
    ])
    await rig[Symbol.asyncDispose]()
    const again = await openPorts(rig.ports)
    expect(again.ok).toBe(true)
    if (again.ok) await again.value.close()
  })

  const openPorts = async (ports: { dhcp: number; proxy: number }) => {
    const plan = planOf([], {})
    const provision = { ...plan.provision, ports: { ...plan.provision.ports, ...ports } }
    const gate = gateOf([], { name: 'pending' })
    return serveDhcp({ world: createWorld(), plan: { ...plan, provision }, gate, endpoint })
  }

  test('a port that is taken is a fault naming it, and leaves nothing open', async () => {
    await using rig = await startRig({ hosts: [] })
    const [dhcp = 0] = await freePorts(1)
    const refused = await openPorts({ dhcp, proxy: rig.ports.proxy })
    expect(refused).toMatchObject({
      ok: false,
      fault: { code: 'port-in-use', message: expect.stringContaining(String(rig.ports.proxy)) },
    })
    const free = await openPorts({ dhcp, proxy: (await freePorts(1))[0] ?? 0 })
    expect(free.ok).toBe(true)
    if (free.ok) await free.value.close()
  })

  test('a kernel that grants little buffer is a warning with the remedy', async () => {
    const stingy = (real: World): World => ({
      ...real,
      network: {
        ...real.network,
        udp: async options => {
          const socket = await real.network.udp(options)
          return socket.ok ? { ok: true, value: { ...socket.value, receiveBuffer: 212_992 } } : socket
        },
      },
    })
    await using rig = await startRig({ hosts: [], world: stingy })
    const [warned] = factsOf(rig.gate.facts, 'warned')
    expect(warned?.fault).toMatchObject({
      code: 'small-receive-buffer',
      remedy: expect.stringContaining('sysctl -w net.core.rmem_max=4194304'),
    })
  })

  test('a bug on the way of one packet is told and costs only that answer', async () => {
    const world = (real: World): World => ({
      ...real,
      network: {
        ...real.network,
        formatDhcp: reply => {
          if (reply.xid === 666) throw new Error('boom')
          return real.network.formatDhcp(reply)
        },
      },
    })
    await using rig = await startRig({ hosts: [node1], world })
    rig.relay.send(uefi('discover', { xid: 666 }), rig.ports.dhcp)
    rig.relay.send(uefi('discover', { xid: 1 }), rig.ports.dhcp)
    expect((await rig.relay.next()).packet.xid).toBe(1)
    expect(factsOf(rig.gate.facts, 'warned')[0]?.fault.message).toContain('boom')
  })
})
