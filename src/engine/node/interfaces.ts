/** Interfaces: addresses from `node:os`, and from /sys what it leaves out (interfaces without one, MTU, link). */
import { readdirSync, readFileSync } from 'node:fs'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import type { NetworkInterface } from '../world.ts'

export const readInterfaces = (root = '/sys/class/net'): readonly NetworkInterface[] => {
  const addressed = networkInterfaces()
  const names = new Set([...namesIn(root), ...Object.keys(addressed)])
  return [...names].map(name => describe(root, name, addressed[name] ?? []))
}

const describe = (root: string, name: string, found: readonly NetworkInterfaceInfo[]): NetworkInterface => {
  const state = read(`${root}/${name}/operstate`)
  return {
    name,
    mac: (read(`${root}/${name}/address`) ?? found[0]?.mac ?? '').toLowerCase(),
    // Loopback and tunnels say 'unknown' and work.
    up: state === undefined ? found.length > 0 : state === 'up' || state === 'unknown',
    loopback: found[0]?.internal ?? name === 'lo',
    mtu: Number(read(`${root}/${name}/mtu`) ?? 1500),
    addresses: found.map(({ address, cidr }) => located(address, Number(cidr?.split('/')[1] ?? 32))),
  }
}

const located = (address: string, prefix: number) => ({
  address,
  prefix,
  broadcast: address.includes(':') ? '' : broadcastOf(address, prefix),
})

export const broadcastOf = (address: string, prefix: number): string => {
  const bits = address.split('.').reduce((whole, part) => whole * 256 + Number(part), 0)
  const last = (bits | (prefix === 0 ? -1 : 2 ** (32 - prefix) - 1)) >>> 0
  return [24, 16, 8, 0].map(shift => (last >>> shift) & 255).join('.')
}

const namesIn = (root: string): readonly string[] => {
  try {
    return readdirSync(root).filter(name => read(`${root}/${name}/mtu`) !== undefined)
  } catch {
    return []
  }
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
