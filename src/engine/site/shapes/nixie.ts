/** `{ "<flake output>": { "mac_address": "…", "ip": "…" } }` */
import { type Path, pathText } from '../path.ts'
import type { Nixie } from '../schema/manifest.ts'
import type { Translated } from '../shapes.ts'

export const fromNixie = (machines: Nixie): Translated => {
  const names = Object.keys(machines)
  return {
    site: {
      hosts: Object.fromEntries(
        Object.entries(machines).map(([name, { mac_address: mac, ip: address }]) => [name, { mac, address }]),
      ),
    },
    origins: new Map(names.flatMap(originsOf)),
  }
}

const originsOf = (name: string): [string, Path][] => [
  [pathText(['hosts', name]), [name]],
  [pathText(['hosts', name, 'mac']), [name, 'mac_address']],
  [pathText(['hosts', name, 'address']), [name, 'ip']],
]
