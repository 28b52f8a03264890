/** PXE and HTTP boot as EDK2 does them (captured on OVMF), and PXE as an old network card's ROM does it. */
import { addressBytes, type Option } from '../dhcp-packet.ts'
import { type Firmware, guid, hex, type Identity, text } from './firmware.ts'

const pxeParameters = hex('0102030405060c0d0f111216171c28292a2b3233363a3b3c4243618081828384858687')
const httpParameters = hex('0102030405060c0d0f111216171c28292a2b3233363a3b3ceb4361')

interface Edk2 {
  readonly vendor: string
  readonly arch: string
  readonly parameters: Uint8Array
  /** Option 57 of its REQUEST: the PXE driver says 65280 there, the HTTP one what it said before. */
  readonly requestSize: string
}

const edk2Tail = ({ parameters, arch, vendor }: Edk2, { uuid }: Identity): readonly Option[] => [
  [55, parameters],
  [97, guid(uuid)],
  [94, hex('010300')],
  [93, hex(arch)],
  [60, text(vendor)],
]

const edk2 = (build: Edk2): Omit<Firmware, 'family' | 'transport'> => ({
  vendor: build.vendor,
  platform: 'efi',
  patience: [4, 8, 16, 32],
  bootServerPatience: [1, 2, 3, 4],
  bootServerFrom: 'proxy',
  secs: () => 0,
  least: 300,
  discover: {
    broadcast: true,
    options: identity => [[53, hex('01')], [57, hex('05c0')], ...edk2Tail(build, identity)],
  },
  request: {
    broadcast: true,
    options: (identity, { server, address }) => [
      [53, hex('03')],
      [54, addressBytes(server)],
      [50, addressBytes(address)],
      [57, hex(build.requestSize)],
      ...edk2Tail(build, identity),
    ],
  },
  bootServer: {
    broadcast: false,
    options: ({ uuid }) => [
      [53, hex('03')],
      [55, build.parameters],
      [57, hex('05c0')],
      [60, text(build.vendor)],
      [93, hex(build.arch)],
      [94, hex('010300')],
      [97, guid(uuid)],
    ],
  },
})

export const uefiPxe: Firmware = {
  ...edk2({
    vendor: 'PXEClient:Arch:00007:UNDI:003000',
    arch: '0007',
    parameters: pxeParameters,
    requestSize: 'ff00',
  }),
  family: 'pxe',
  transport: 'pxe',
}

export const uefiHttp: Firmware = {
  ...edk2({
    vendor: 'HTTPClient:Arch:00016:UNDI:003000',
    arch: '0010',
    parameters: httpParameters,
    requestSize: '05c0',
  }),
  family: 'http',
  transport: 'http',
}

const romTail = ({ uuid }: Identity): readonly Option[] => [
  [55, pxeParameters],
  [57, hex('04ec')],
  [97, guid(uuid)],
  [93, hex('0000')],
  [94, hex('010201')],
  [60, text('PXEClient:Arch:00000:UNDI:002001')],
]

/** After the PXE 2.1 specification; there is no capture of such a ROM to hold it against. */
export const biosPxe: Firmware = {
  vendor: 'PXEClient:Arch:00000:UNDI:002001',
  family: 'pxe',
  transport: 'pxe',
  platform: 'pcbios',
  patience: [4, 8, 16, 32],
  bootServerPatience: [1, 2, 3, 4],
  bootServerFrom: 'client',
  secs: (_, elapsed) => 4 + Math.floor(elapsed),
  least: 548,
  discover: { broadcast: true, options: identity => [[53, hex('01')], ...romTail(identity)] },
  request: {
    broadcast: true,
    options: (identity, { server, address }) => [
      [53, hex('03')],
      [50, addressBytes(address)],
      [54, addressBytes(server)],
      ...romTail(identity),
    ],
  },
  bootServer: { broadcast: false, options: identity => [[53, hex('03')], ...romTail(identity)] },
}
