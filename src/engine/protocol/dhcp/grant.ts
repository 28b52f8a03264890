/** An address, and what a machine needs to use it: the options of an address server. */
import { ipv4Bytes } from '../address.ts'
import { ascii } from '../bytes.ts'
import { option } from './codes.ts'
import { concatenate } from './options.ts'
import type { Options } from './packet.ts'

/** What every machine of one network is told. */
export interface NetworkFacts {
  readonly netmask: string
  readonly broadcast: string
  readonly gateway: string | null
  readonly dns: readonly string[]
  readonly domain: string | null
  readonly mtu: number | null
}

export interface Grant {
  /** Null: it has its address already and only asks for the rest (INFORM). */
  readonly address: number | null
  /** `networkOptions`, and with an address `leaseOptions`: made once for all machines of the network. */
  readonly options: Options
  /** None for a machine that nobody named. */
  readonly name: string | null
}

export const networkOptions = (network: NetworkFacts): Options => [
  [option.netmask, ipv4Bytes(network.netmask)],
  [option.broadcast, ipv4Bytes(network.broadcast)],
  ...(network.gateway === null ? [] : [[option.router, ipv4Bytes(network.gateway)] as const]),
  ...(network.dns.length === 0 ? [] : [[option.dns, concatenate(network.dns.map(ipv4Bytes))] as const]),
  ...(network.domain === null ? [] : [[option.domain, ascii(network.domain)] as const]),
  ...(network.mtu === null ? [] : [[option.mtu, bigEndian(network.mtu, 2)] as const]),
]

/** RFC 2131's own defaults: renew at a half, rebind at seven eighths. */
export const leaseOptions = (seconds: number): Options => [
  [option.leaseTime, bigEndian(seconds, 4)],
  [option.renewal, bigEndian(Math.floor(seconds / 2), 4)],
  [option.rebinding, bigEndian(Math.floor((seconds * 7) / 8), 4)],
]

const bigEndian = (value: number, bytes: 2 | 4): Uint8Array =>
  Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value).subarray(4 - bytes)
