/** What a name stands for: a published program of a machine that may boot, or the reason why not. */
import { type Declined, declinedBecause } from '../../boot.ts'
import type { Fact } from '../../events.ts'
import type { Endpoint, Gate, Published } from '../../gate.ts'
import type { BootFile } from '../../journey.ts'
import { dashed, parseMac } from '../../protocol/mac.ts'
import { errorCodes } from '../../protocol/tftp/packet.ts'
import type { Peer, Source } from '../../world.ts'

export interface Library {
  readonly gate: Gate
  readonly endpoint: Endpoint
  readonly published: Published
}

export type Found = BootProgram | Refusal

export interface BootProgram {
  readonly kind: 'program'
  readonly host: string
  readonly name: string
  readonly file: BootFile
  readonly source: Source
}

export interface Refusal {
  readonly kind: 'refusal'
  readonly code: number
  readonly why: string
  /** What is worth telling beside the exchange itself. */
  readonly fact: Fact | null
  readonly host: string | null
}

/** `<mac>/<program>`, and nothing else: no path of ours is ever made of it. */
export const findFile = (library: Library, asked: string, peer: Peer): Found => {
  const { mac, name } = parse(asked)
  if (mac === undefined) return refuse(errorCodes.notFound, 'only <mac>/<program> is served here')
  const decision = library.gate.decide({ mac })
  const host = decision.host?.name ?? null
  if (decision.offer === 'none') return decline(mac, host, decision.why, peer)
  const source = name === script ? chainTo(library.endpoint, mac) : library.published.programs.get(name)
  if (source === undefined) return refuse(errorCodes.notFound, `${name} is not published`, host)
  const file = name === script ? 'script' : 'firmware'
  return { kind: 'program', host: decision.host.name, name, file, source }
}

/** Newer iPXE asks for it beside the program it was loaded from, before anything else. */
const script = 'autoexec.ipxe'

/** Some firmware keeps the slash of a URL; some adds the byte 255 that ends the DHCP options. */
const parse = (asked: string): { mac: string | undefined; name: string } => {
  const [first = '', name = '', ...more] = asked
    .replace(/^\/+/, '')
    .replace(/\xff+$/, '')
    .split('/')
  return { mac: more.length > 0 || name === '' ? undefined : parseMac(first), name }
}

const chainTo = ({ url }: Endpoint, mac: string): Source => {
  const text = `#!ipxe\nchain --autofree ${url}/boot/${dashed(mac)}/boot.ipxe\n`
  const bytes = new TextEncoder().encode(text)
  return { size: bytes.length, read: (from, length) => bytes.subarray(from, from + length) }
}

const decline = (mac: string, host: string | null, why: Declined, peer: Peer): Refusal => ({
  ...refuse(errorCodes.forbidden, declinedBecause[why], host),
  fact: factOf(mac, host, why, peer),
})

const factOf = (mac: string, host: string | null, why: Declined, { address }: Peer): Fact | null => {
  if (why === 'unknown' || why === 'unmanaged')
    return { type: 'discovered', mac, uuid: null, firmware: 'unknown', why, via: `TFTP from ${address}` }
  return why === 'installing' && host !== null ? { host, type: 'askedToBoot' } : null
}

const refuse = (code: number, why: string, host: string | null = null): Refusal => ({
  kind: 'refusal',
  code,
  why,
  fact: null,
  host,
})
