/** From power-on to a kernel, over the network, by each kind of firmware. */
import type { Disk } from './disks.ts'
import type { Lease } from './firmware/dhcp-client.ts'
import type { Firmware } from './firmware/firmware.ts'
import { ipxeRom } from './firmware/ipxe.ts'
import { biosPxe, uefiHttp, uefiPxe } from './firmware/pxe.ts'
import { createHttpClient } from './http-client.ts'
import {
  askDhcp,
  largestProgram,
  type NetworkBoot,
  nothing,
  type Program,
  runIpxe,
  startProgram,
} from './ipxe/program.ts'
import type { FirmwareKind } from './spec.ts'
import { type TftpManner, tftpGet, tftpManners } from './tftp-client.ts'
import type { Uptime } from './uptime.ts'

export const bootFromNetwork = (uptime: Uptime, disks: readonly Disk[]): Promise<NetworkBoot> =>
  ways[uptime.spec.firmware](uptime, disks)

type Way = (uptime: Uptime, disks: readonly Disk[]) => Promise<NetworkBoot>

/** The firmware's own turn: it gets one program and starts it. */
const way =
  (firmware: Firmware, fetch: (uptime: Uptime, lease: Lease) => Promise<Program | undefined>): Way =>
  async (uptime, disks) => {
    uptime.say(`${firmware.transport === 'pxe' ? 'PXE' : 'HTTP'} boot: asking for an address`)
    const lease = await askDhcp(uptime, firmware)
    if (lease === undefined) return nothing('')
    const program = lease.file === '' ? undefined : await fetch(uptime, lease)
    if (program === undefined) return nothing(lease.address)
    return startProgram({ uptime, disks, lease, program })
  }

const byTftp =
  (manner: TftpManner) =>
  async (uptime: Uptime, { server, file, address }: Lease): Promise<Program | undefined> => {
    const got = await tftpGet(uptime, { server, file, address }, manner, bytes =>
      bytes > 0 ? uptime.survive('firmware') : undefined,
    )
    if (!got.ok) uptime.say(`${file}: ${got.why}`)
    return got.ok ? { bytes: got.bytes, uri: `tftp://${server}/${file}` } : undefined
  }

/** HEAD for the size first, as EDK2 does; it starts nothing whose size it was not told. */
const byHttp = async (uptime: Uptime, { file, address }: Lease): Promise<Program | undefined> => {
  const client = createHttpClient({ address, userAgent: 'UefiHttpBoot/1.0', signal: uptime.signal })
  try {
    const head = await client.fetch({ url: file, method: 'HEAD' })
    if (head.status !== 200 || head.length === null) return undefined
    const progress = () => uptime.survive('firmware')
    const got = await client.fetch({ url: file, keep: largestProgram, progress })
    return got.status === 200 && got.bytes === head.length ? { bytes: got.kept, uri: file } : undefined
  } catch (error) {
    uptime.signal.throwIfAborted()
    uptime.say(`${file}: ${String(error)}`)
    return undefined
  } finally {
    client.close()
  }
}

const ways: Readonly<Record<FirmwareKind, Way>> = {
  bios: (uptime, disks) =>
    runIpxe({ uptime, disks, firmware: ipxeRom, lease: undefined, cameFrom: undefined }),
  'bios-pxe': way(biosPxe, byTftp(tftpManners.rom)),
  uefi: way(uefiPxe, byTftp(tftpManners.edk2)),
  'uefi-http': way(uefiHttp, byHttp),
}
