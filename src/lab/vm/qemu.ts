/** A machine's description as QEMU's arguments. Pure. */
import { createHash } from 'node:crypto'
import { diskFile, disksOf, type VirtualDisk, type VirtualMachine } from './machine.ts'

export type Acceleration = 'kvm' | 'tcg'

/** What of this host a machine is made of. */
export interface Parts {
  readonly acceleration: Acceleration
  /** The tap it is plugged into. */
  readonly tap: string
  readonly disk: string
  /** UEFI: the firmware, and this machine's own writable copy of its variables. */
  readonly uefi: { readonly code: string; readonly variables: string }
}

export const qemuArguments = (machine: VirtualMachine, parts: Parts): readonly string[] => [
  ...body(machine, parts.acceleration),
  ...firmware(machine, parts),
  ...card(machine, parts.tap),
  ...disks(machine, parts.disk),
]

/** Stable, so that a machine keeps the identity its firmware sends (DHCP option 97) over restarts. */
export const uuidOf = (mac: string): string =>
  createHash('sha256')
    .update(mac)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')

const body = (machine: VirtualMachine, acceleration: Acceleration): readonly string[] => [
  ...['-name', machine.name, '-uuid', uuidOf(machine.mac)],
  ...['-smbios', `type=1,serial=${machine.name}`],
  ...['-accel', acceleration === 'tcg' ? 'tcg,thread=multi' : 'kvm'],
  ...[
    '-cpu',
    acceleration === 'tcg' ? 'max' : 'host',
    '-smp',
    String(machine.cpus),
    '-m',
    `${machine.memory}M`,
  ],
  ...['-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio', '-monitor', 'none'],
  ...['-device', 'virtio-rng-pci'],
]

/** SeaBIOS writes to the serial console only where there is no graphics at all. */
const firmware = (machine: VirtualMachine, { uefi }: Parts): readonly string[] =>
  machine.firmware === 'bios'
    ? ['-machine', 'q35,graphics=off']
    : [
        ...['-machine', 'q35'],
        ...['-drive', `if=pflash,unit=0,format=raw,readonly=on,file=${escaped(uefi.code)}`],
        ...['-drive', `if=pflash,unit=1,format=raw,file=${escaped(uefi.variables)}`],
        ...(machine.network === 'http' ? [...stackOff('IPv4PXE'), ...stackOff('IPv6PXE')] : []),
      ]

const stackOff = (stack: string): readonly string[] => [
  '-fw_cfg',
  `name=opt/org.tianocore/${stack}Support,string=n`,
]

/** On UEFI no option ROM: QEMU's would put an iPXE in place of the firmware's own network boot. */
const card = (machine: VirtualMachine, tap: string): readonly string[] => [
  ...['-netdev', `tap,id=net0,ifname=${tap},script=no,downscript=no`],
  '-device',
  `virtio-net-pci,netdev=net0,mac=${machine.mac},bootindex=${machine.order === 'network-first' ? 1 : 2}` +
    (machine.firmware === 'uefi' ? ',romfile=' : ''),
]

/** Not synced to the host's disk: a rehearsal's disks live as long as the rehearsal. */
const disks = (machine: VirtualMachine, first: string): readonly string[] =>
  disksOf(machine).flatMap((disk, n) => [
    '-drive',
    `if=none,id=disk${n},format=raw,cache=unsafe,discard=unmap,file=${escaped(diskFile(first, n))}`,
    '-device',
    `${controller(disk, n)},drive=disk${n},serial=${escaped(disk.serial)}` +
      (n === 0 ? `,bootindex=${machine.order === 'disk-first' ? 1 : 2}` : ''),
  ])

const controller = ({ bus = 'virtio', model }: VirtualDisk, n: number): string => {
  if (bus === 'sata') return `ide-hd,bus=ide.${n}${model ? `,model=${escaped(model)}` : ''}`
  return bus === 'nvme' ? 'nvme' : 'virtio-blk-pci'
}

/** In QEMU's option lists a comma is written twice. */
const escaped = (value: string): string => value.replaceAll(',', ',,')
