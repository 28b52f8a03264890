/** iPXE, as a network card's ROM and as our own stage: captured on QEMU's virtio ROM, undionly and snponly. */
import { addressBytes, macBytes, type Option } from '../dhcp-packet.ts'
import { type Draft, type Firmware, guid, hex, type Identity, text } from './firmware.ts'

interface Variant {
  readonly platform: 'pcbios' | 'efi'
  readonly vendor: string
  readonly arch: string
  readonly undi: string
  /** Option 175: the version and features this build has. */
  readonly features: string
  /** undionly does not trust its card with unicast before it has an address. */
  readonly broadcast: boolean
}

const bios = {
  platform: 'pcbios',
  vendor: 'PXEClient:Arch:00000:UNDI:002001',
  arch: '0000',
  undi: '010201',
  features:
    'b105011af41000eb03010000170101220101130101110101270101190101290101100102210101150101180101120101',
} as const

const parameters = hex('010306070c0f111a2b3c4243778081828384858687afcb')

const common = (variant: Variant, identity: Identity): readonly Option[] => [
  [57, hex('05c0')],
  [93, hex(variant.arch)],
  [94, hex(variant.undi)],
  [60, text(variant.vendor)],
  [77, text('iPXE')],
  [55, parameters],
  [175, hex(variant.features)],
  [61, Buffer.concat([hex('01'), macBytes(identity.mac)])],
  [97, guid(identity.uuid)],
]

const drafts = (variant: Variant): Record<'discover' | 'request' | 'bootServer', Draft> => ({
  discover: {
    broadcast: variant.broadcast,
    options: identity => [[53, hex('01')], ...common(variant, identity)],
  },
  request: {
    broadcast: variant.broadcast,
    options: (identity, { server, address }) => [
      [53, hex('03')],
      ...common(variant, identity),
      [54, addressBytes(server)],
      [50, addressBytes(address)],
    ],
  },
  bootServer: {
    broadcast: true,
    options: (identity, { server }) => [
      [53, hex('03')],
      ...common(variant, identity),
      [54, addressBytes(server)],
    ],
  },
})

const ipxe = (variant: Variant): Firmware => ({
  vendor: variant.vendor,
  transport: 'pxe',
  family: 'ipxe',
  platform: variant.platform,
  patience: [1, 2, 4, 8],
  bootServerPatience: [0.25, 0.5, 1, 2],
  bootServerFrom: 'client',
  secs: (attempt, elapsed) => 4 * attempt + Math.floor(elapsed),
  least: 300,
  ...drafts(variant),
})

export const ipxeRom: Firmware = ipxe({ ...bios, broadcast: false })

export const undionly: Firmware = ipxe({ ...bios, broadcast: true })

export const snponly: Firmware = ipxe({
  platform: 'efi',
  vendor: 'PXEClient:Arch:00007:UNDI:003010',
  arch: '0007',
  undi: '01030a',
  features: 'b105011af41000eb03010000170101240101130101110101270101290101150101120101',
  broadcast: false,
})
