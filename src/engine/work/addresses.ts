/** Where a host may answer: what the site says, what an earlier run recorded, what the neighbours know. */
import type { Host } from '../plan.ts'
import type { Bench } from './task.ts'

export const addressesOf = async (
  host: Host,
  { records, world }: Pick<Bench, 'records' | 'world'>,
  seen: readonly string[] = [],
): Promise<readonly string[]> => {
  const neighbours = await world.network.neighbours()
  const byMac = neighbours.filter(({ mac }) => host.macs.includes(mac)).map(({ address }) => address)
  const known = [host.address, records.of(host.name)?.address, ...seen, ...byMac]
  return [...new Set(known.filter(address => address !== null && address !== undefined))]
}
