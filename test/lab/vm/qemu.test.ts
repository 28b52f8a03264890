import { describe, expect, it } from 'vitest'
import { virtualMachine } from '../../../src/lab/vm/machine.ts'
import { type Parts, qemuArguments, uuidOf } from '../../../src/lab/vm/qemu.ts'

const parts: Parts = {
  acceleration: 'tcg',
  tap: 'tap3',
  disk: '/tmp/a,b/node1.disk',
  uefi: { code: '/ovmf/code.fd', variables: '/tmp/node1.vars' },
}
const mac = 'bc:24:11:d0:28:34'
const args = (machine: Parameters<typeof virtualMachine>[0]) => qemuArguments(virtualMachine(machine), parts)
const device = (list: readonly string[], kind: string) => list.find(arg => arg.startsWith(kind)) ?? ''

describe('a machine as QEMU arguments', () => {
  it('has no device, file or network but its own', () => {
    const list = args({ name: 'node1', mac })
    expect(list).toContain('-nodefaults')
    expect(list).toContain('-no-user-config')
    expect(list.filter(arg => arg === '-netdev')).toHaveLength(1)
    expect(device(list, 'tap,')).toBe('tap,id=net0,ifname=tap3,script=no,downscript=no')
  })

  it('asks its disk first or the network first', () => {
    const diskFirst = args({ name: 'node1', mac })
    expect(device(diskFirst, 'virtio-blk-pci')).toMatch(/bootindex=1$/)
    expect(device(diskFirst, 'virtio-net-pci')).toMatch(/bootindex=2$/)
    const networkFirst = args({ name: 'node1', mac, order: 'network-first' })
    expect(device(networkFirst, 'virtio-blk-pci')).toMatch(/bootindex=2$/)
    expect(device(networkFirst, 'virtio-net-pci')).toMatch(/bootindex=1$/)
  })

  it('boots BIOS without graphics, so that SeaBIOS speaks on the serial console', () => {
    const list = args({ name: 'node1', mac })
    expect(list).toContain('q35,graphics=off')
    expect(list.join(' ')).not.toContain('pflash')
  })

  it("boots UEFI with its own variables and the firmware's own network stack", () => {
    const list = args({ name: 'node1', mac, firmware: 'uefi' })
    expect(list).toContain('if=pflash,unit=0,format=raw,readonly=on,file=/ovmf/code.fd')
    expect(list).toContain('if=pflash,unit=1,format=raw,file=/tmp/node1.vars')
    expect(device(list, 'virtio-net-pci')).toMatch(/romfile=$/)
    expect(list).not.toContain('-fw_cfg')
  })

  it('turns both PXE stacks off when only HTTP is to be tried', () => {
    const list = args({ name: 'node1', mac, firmware: 'uefi', network: 'http' })
    expect(list.filter(arg => arg.startsWith('name=opt/org.tianocore/'))).toEqual([
      'name=opt/org.tianocore/IPv4PXESupport,string=n',
      'name=opt/org.tianocore/IPv6PXESupport,string=n',
    ])
  })

  it('gives the disk its serial, and doubles commas in what QEMU would split', () => {
    const list = args({ name: 'node1', mac, disk: { serial: 'S4,EV', bytes: 2 ** 20 } })
    expect(device(list, 'virtio-blk-pci')).toContain('serial=S4,,EV,')
    expect(device(list, 'if=none')).toMatch(/file=\/tmp\/a,,b\/node1\.disk$/)
    expect(args({ name: 'node1', mac, disk: null }).join(' ')).not.toContain('virtio-blk')
  })

  it('emulates every instruction it can, or passes the host through', () => {
    expect(args({ name: 'node1', mac }).join(' ')).toContain('-accel tcg,thread=multi -cpu max')
    const kvm = qemuArguments(virtualMachine({ name: 'node1', mac }), { ...parts, acceleration: 'kvm' })
    expect(kvm.join(' ')).toContain('-accel kvm -cpu host')
  })

  it('keeps its identity over restarts, one per MAC', () => {
    expect(uuidOf(mac)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(uuidOf(mac)).toBe(uuidOf(mac))
    expect(uuidOf(mac)).not.toBe(uuidOf('bc:24:11:d0:28:35'))
  })
})
