/**
 * The address that carries the operator's session must outlive a deployment, unless the operator says otherwise:
 * a machine that answers nowhere is far away. Pure: what the site declares, against how the machine is reached.
 */
import type { Host } from '../../plan.ts'
import { bare, canonical } from '../../site/address.ts'

const kinds = ['interfaces', 'vlans', 'bonds', 'bridges']

/** The addresses a host will have, as its site says; null when the site leaves that to DHCP or says nothing. */
export const declaredAddresses = (document: unknown, host: Host): readonly string[] | null => {
  const entry = at(at(document, 'hosts'), host.name)
  const devices = kinds.flatMap(kind => Object.values(at(entry, kind) ?? {}))
  if (devices.some(device => isTrue(at(device, 'dhcp')))) return null
  const written = devices.flatMap(device => [at(device, 'address'), at(device, 'addresses')].flat())
  const addresses = written.filter(address => typeof address === 'string')
  return addresses.length === 0 ? null : addresses.map(address => canonical(bare(address)))
}

const at = (value: unknown, key: string): object | null => {
  const found = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return found.find(([name]) => name === key)?.[1] ?? null
}

const isTrue = (dhcp: unknown): boolean => dhcp !== null && dhcp !== false

/** Those of the addresses in use that would be gone. */
export const lostAddresses = (
  inUse: readonly string[],
  declared: readonly string[] | null,
): readonly string[] =>
  declared === null ? [] : [...new Set(inUse.map(canonical))].filter(address => !declared.includes(address))
