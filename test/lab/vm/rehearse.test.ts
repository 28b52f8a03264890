import { describe, expect, it } from 'vitest'
import { groundOf, type Rehearsed, rehearsedMachine, serialsTooLong } from '../../../src/lab/vm/rehearse.ts'
import { host, plan } from '../../engine/plans.ts'

const asked: Rehearsed = { boots: () => 'uefi', order: 'disk-first', memory: 4096, disk: 2 ** 30 }

describe('a machine of the site as a virtual one', () => {
  it('keeps its name and MAC, and boots as asked', () => {
    const machine = rehearsedMachine(host('node1'), { ...asked, boots: () => 'http', order: 'network-first' })
    expect(machine).toMatchObject({
      ...{ name: 'node1', mac: '52:54:00:00:00:01', memory: 4096 },
      ...{ firmware: 'uefi', network: 'http', order: 'network-first' },
    })
  })

  it.each([
    [{ serial: 'S4EVNX0R' }, { serial: 'S4EVNX0R', bus: 'virtio' }],
    [{ path: '/dev/nvme0n1' }, { serial: 'FL-0-node1', bus: 'nvme' }],
    [{ path: '/dev/sda' }, { serial: 'FL-0-node1', bus: 'sata' }],
    [{ id: 'virtio-S1' }, { serial: 'S1', bus: 'virtio' }],
    [
      { id: '/dev/disk/by-id/ata-Samsung_SSD_850_S2R6NX0' },
      { serial: 'S2R6NX0', bus: 'sata', model: 'Samsung SSD 850' },
    ],
  ])('has the disk the site names as %j', (selector, disk) => {
    const machine = rehearsedMachine(host('node1', { disks: [selector] }), asked)
    expect(machine.disk).toEqual({ ...disk, bytes: 2 ** 30 })
  })

  it('has every disk the site names, and one when it names none', () => {
    const two = rehearsedMachine(host('node1', { disks: [{ serial: 'A' }, { serial: 'B' }] }), asked)
    expect([two.disk?.serial, ...two.otherDisks.map(({ serial }) => serial)]).toEqual(['A', 'B'])
    expect(rehearsedMachine(host('node1'), asked)).toMatchObject({
      disk: { serial: 'FL-0-node1' },
      otherDisks: [],
    })
  })

  it('says which serials a virtual disk cannot have', () => {
    const machine = rehearsedMachine(
      host('node1', { disks: [{ serial: 'S'.repeat(21) }, { serial: 'B' }] }),
      asked,
    )
    expect(serialsTooLong([machine])).toEqual(['S'.repeat(21)])
  })
})

describe('the network they stand in', () => {
  const mgmt = { name: 'mgmt', cidr: '10.0.0.0/24', gateway: '10.0.0.254', dns: [], vlan: null, mtu: null }

  it("is nobody's where the site says nothing", () =>
    expect(groundOf(plan([host('node1')]))).toMatchObject({
      address: '10.77.0.254/24',
      server: { address: '10.77.0.253/24', reservations: [] },
    }))

  it("is the one the machines' addresses are in, and each is given its own", () => {
    const { address, server } = groundOf(
      plan([host('node1', { address: '10.0.0.11' })], { networks: [mgmt] }),
    )
    expect(address).toBe('10.0.0.253/24')
    expect(server).toMatchObject({
      address: '10.0.0.252/24',
      reservations: [{ mac: '52:54:00:00:00:01', address: '10.0.0.11' }],
    })
  })

  it('has the address we are to serve on, or one outside the range we give addresses from', () => {
    const { provision } = plan([])
    const ranges = [{ from: '10.0.0.100', to: '10.0.0.253' }]
    const serving = { ...provision, dhcp: { mode: 'server', ranges } } as const
    expect(groundOf(plan([host('node1')], { networks: [mgmt], provision: serving }))).toEqual({
      address: '10.0.0.99/24',
      server: null,
    })
    const at = { ...provision, address: '10.0.0.5' }
    expect(groundOf(plan([host('node1')], { networks: [mgmt], provision: at }))).toMatchObject({
      address: '10.0.0.5/24',
      server: { address: '10.0.0.253/24' },
    })
  })
})
