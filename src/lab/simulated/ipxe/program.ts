/** iPXE, once it runs on a machine: gets its address, finds its script, and does what that says. */
import { bootable, type Disk } from '../disks.ts'
import { configure, type Lease } from '../firmware/dhcp-client.ts'
import type { Firmware } from '../firmware/firmware.ts'
import { snponly, undionly } from '../firmware/ipxe.ts'
import { createHttpClient, type HttpClient } from '../http-client.ts'
import { isKernel, sha256 } from '../images.ts'
import { tftpGet, tftpManners } from '../tftp-client.ts'
import type { Uptime } from '../uptime.ts'
import { emptyMemory, type Hands, isScript, type Outcome } from './hands.ts'
import { interpret } from './interpreter.ts'

/** What a machine came to over the network, and the address it had there. */
export type NetworkBoot = Exclude<Outcome, { to: 'program' }> & { readonly address: string }

export interface Program {
  readonly bytes: Buffer
  /** How it was named, for what it asks for beside itself. */
  readonly uri: string
}

export const nothing = (address: string): NetworkBoot => ({ to: 'firmware', code: 1, address })

/** With the habit of ignoring offers it asks, hears, and asks again, for ever. */
export const askDhcp = async (uptime: Uptime, firmware: Firmware): Promise<Lease | undefined> => {
  while (uptime.faults.habits.has('ignores-offer')) {
    await configure(uptime, firmware)
    await uptime.rest(4)
  }
  const lease = await configure(uptime, firmware)
  uptime.say(lease === undefined ? 'no answer' : `${lease.address}, boot file ${lease.file || 'none'}`)
  return lease
}

/** A boot program is known by its bytes: one that was damaged on the way does not start. */
export const startProgram = ({ uptime, disks, lease, program }: Start): Promise<NetworkBoot> => {
  const image = uptime.rack.images.get(sha256(program.bytes))
  if (image?.kind !== 'program') {
    uptime.say(`${program.uri}: not a program this firmware can start`)
    return Promise.resolve(nothing(lease.address))
  }
  const firmware = image.name.endsWith('.efi') ? snponly : undionly
  return runIpxe({ uptime, disks, firmware, lease, cameFrom: program.uri })
}

interface Start {
  readonly uptime: Uptime
  readonly disks: readonly Disk[]
  readonly lease: Lease
  readonly program: Program
}

interface Ipxe {
  readonly uptime: Uptime
  readonly disks: readonly Disk[]
  readonly firmware: Firmware
  /** What the firmware before it had; an iPXE in ROM starts with nothing. */
  lease: Lease | undefined
  readonly cameFrom: string | undefined
}

/** Newer EFI builds look for `autoexec.ipxe` beside themselves first; then everything asks DHCP. */
export const runIpxe = async (ipxe: Ipxe): Promise<NetworkBoot> => {
  const { uptime } = ipxe
  uptime.say('iPXE -- Open Source Network Boot Firmware')
  const hands = handsOf(ipxe)
  try {
    const script = (await autoexec(ipxe, hands)) ?? (await namedByDhcp(ipxe, hands))
    const outcome = await outcomeOf(ipxe, hands, script)
    return { ...outcome, address: ipxe.lease?.address ?? '' }
  } finally {
    hands.close()
  }
}

const outcomeOf = async (
  ipxe: Ipxe,
  hands: Hands,
  script: Fetched,
): Promise<Exclude<Outcome, { to: 'program' }>> => {
  if (script === undefined) return { to: 'firmware', code: 1 }
  const outcome: Outcome = isScript(script.kept)
    ? await interpret(script.kept.toString('latin1'), hands, emptyMemory())
    : { to: 'program', image: { ...script, name: 'boot', args: '' } }
  if (outcome.to !== 'program') return outcome
  const { uptime, disks, lease } = ipxe
  if (lease === undefined) return { to: 'firmware', code: 1 }
  return startProgram({
    uptime,
    disks,
    lease,
    program: { bytes: outcome.image.kept, uri: outcome.image.uri },
  })
}

type Fetched = Awaited<ReturnType<Hands['fetch']>>

const autoexec = async ({ firmware, cameFrom }: Ipxe, hands: Hands): Promise<Fetched> => {
  if (firmware.platform !== 'efi' || cameFrom === undefined) return undefined
  const script = await hands.fetch(cameFrom.replace(/[^/]*$/, 'autoexec.ipxe'))
  return script !== undefined && isScript(script.kept) ? script : undefined
}

const namedByDhcp = async (ipxe: Ipxe, hands: Hands): Promise<Fetched> => {
  if (!(await hands.dhcp()) || ipxe.lease === undefined || ipxe.lease.file === '') return undefined
  const { file, server } = ipxe.lease
  // In ROM it is the firmware, and this is all it fetches.
  if (ipxe.cameFrom === undefined) ipxe.uptime.survive('firmware')
  return hands.fetch(/^\w+:\/\//.test(file) ? file : `tftp://${server}/${file}`)
}

/** Scripts and programs are kept whole; of kernels and initrds only the beginning is looked at. */
export const largestProgram = 4 << 20
const headOnly = 1024

const handsOf = (ipxe: Ipxe): Hands & { close(): void } => {
  const { uptime, disks, firmware } = ipxe
  let client: HttpClient | undefined
  const connected = (address: string): HttpClient => {
    client ??= createHttpClient({ address, userAgent: 'iPXE/1.21.1', signal: uptime.signal })
    return client
  }
  const disconnect = (): void => {
    client?.close()
    client = undefined
  }
  return {
    setting: name => settingOf(ipxe, name),
    say: uptime.say,
    rest: uptime.rest,
    dhcp: async () => {
      disconnect()
      ipxe.lease = await askDhcp(uptime, firmware)
      return ipxe.lease !== undefined
    },
    fetch: async uri => {
      const { lease } = ipxe
      if (lease === undefined) return undefined
      return uri.startsWith('tftp:')
        ? fetchByTftp(ipxe, lease, uri)
        : fetchByHttp(uptime, connected(lease.address), uri)
    },
    isKernel: image => isKernel(image.kept),
    isProgram: image => uptime.rack.images.get(image.sha256)?.kind === 'program',
    hasLoader: drive => drive === '0x80' && bootable(disks) !== undefined,
    close: disconnect,
  }
}

const fetchByTftp = async ({ uptime }: Ipxe, { address }: Lease, uri: string): Promise<Fetched> => {
  const { hostname, pathname } = new URL(uri)
  const wanted = { server: hostname, file: decodeURIComponent(pathname.slice(1)), address }
  const got = await tftpGet(uptime, wanted, tftpManners.ipxe)
  if (!got.ok) {
    uptime.say(`${uri}: ${got.why}`)
    return undefined
  }
  return { uri, bytes: got.bytes.length, sha256: sha256(got.bytes), kept: got.bytes }
}

const fetchByHttp = async (uptime: Uptime, client: HttpClient, uri: string): Promise<Fetched> => {
  const stage = /\/(kernel|initrd)$/.exec(uri)?.[1] as 'kernel' | 'initrd' | undefined
  const progress = (bytes: number): void => {
    if (stage !== undefined && bytes > 0) uptime.survive(stage)
  }
  try {
    const keep = stage === undefined ? largestProgram : headOnly
    const got = await client.fetch({ url: uri, keep, progress })
    if (got.status === 200) return { uri, ...got }
    uptime.say(`${uri}: HTTP status ${got.status}`)
  } catch (error) {
    uptime.signal.throwIfAborted()
    uptime.say(`${uri}: ${String(error)}`)
  }
  return undefined
}

const settingOf = ({ uptime, firmware, lease }: Ipxe, name: string): string | undefined => {
  const { spec } = uptime
  const [card, own = name] = name.split('/')
  const number =
    card === own ? 0 : Number(/^net(\d+|X)$/.exec(card ?? '')?.[1]?.replace('X', '0') ?? Number.NaN)
  const values: Readonly<Record<string, string | undefined>> = {
    mac: spec.macs[number],
    ip: number === 0 ? lease?.address : undefined,
    uuid: spec.uuid,
    platform: firmware.platform,
    buildarch: firmware.platform === 'efi' ? 'x86_64' : 'i386',
    filename: lease?.file,
    'next-server': lease?.server,
    hostname: undefined,
  }
  return Object.hasOwn(values, own) ? values[own] : undefined
}
