/** `firstlight init`: the first files of a site, checked before they are written; nothing is overwritten. */
import { explain, fail, type Result, succeed } from '../engine/errors.ts'
import { incompleteNetwork } from '../engine/faults/init.ts'
import { nameFrom } from '../engine/guide/answers.ts'
import type { DiskSelector } from '../engine/plan.ts'
import { planOf } from '../engine/site/load.ts'
import {
  type FirstNetwork,
  type FirstSite,
  type NewFile,
  siteDocument,
  skeleton,
} from '../engine/site/skeleton.ts'
import { type Context, exitCodes } from './context.ts'
import type { InitFlags } from './flags.ts'
import { absolute, publicKeys, writeNew } from './new-site.ts'
import { tellRefused } from './site.ts'

export const init = async (flags: InitFlags, context: Context): Promise<number> => {
  const { cwd, err } = context
  const folder = flags.folder === undefined ? cwd : absolute(flags.folder, cwd)
  const site = await answersOf(flags, folder, context)
  if (!site.ok) {
    err(explain(site.fault))
    return exitCodes.badUsage
  }
  const name = `site.${flags.format}`
  const source = { kind: flags.format, name, root: folder, base: folder, warnings: [] } as const
  const checked = planOf(source, { value: siteDocument(site.value), repeated: [] }, {})
  if (!checked.ok) return tellRefused({ ...context, flags: {} }, checked)
  return place(skeleton(site.value), folder, flags.show === true, context)
}

const place = async (
  files: readonly NewFile[],
  folder: string,
  show: boolean,
  { world, out, write, err }: Context,
): Promise<number> => {
  if (show) {
    for (const { path, text } of files) write(`# ${path}\n${text}\n`)
    return exitCodes.well
  }
  const written = await writeNew(files, folder, world)
  if (!written.ok) {
    err(explain(written.fault))
    return written.fault.code === 'already-there' ? exitCodes.badUsage : exitCodes.refused
  }
  for (const path of written.value.keys()) out(path)
  out('Next: git add them, then firstlight check, firstlight plan, firstlight run.')
  return exitCodes.well
}

const answersOf = async (flags: InitFlags, folder: string, context: Context): Promise<Result<FirstSite>> => {
  const keys = await publicKeys(flags.publicKey, context)
  if (!keys.ok) return keys
  const network = networkOf(flags)
  if (!network.ok) return network
  const { format, host, mac, profile = null, disk } = flags
  const macs = mac.map(address => address.toLowerCase().replaceAll('-', ':'))
  return succeed({
    ...{ format, name: flags.name ?? nameFrom(folder), domain: flags.domain ?? null },
    firstlight: flags.firstlight ?? `path:${context.root}`,
    interface: flags.interface ?? null,
    dhcp: rangeOf(flags.dhcpRange),
    publicKeys: keys.value,
    machines: [
      { name: host, macs, profile, disk: disk === undefined ? null : diskOf(disk), network: network.value },
    ],
  })
}

const rangeOf = (range: string | undefined): FirstSite['dhcp'] => {
  if (range === undefined) return 'proxy'
  const [from = '', to = ''] = range.split('-')
  return { from, to }
}

const diskOf = (disk: string): DiskSelector => {
  if (disk.startsWith('/dev/disk/by-id/')) return { id: disk.slice('/dev/disk/by-id/'.length) }
  return disk.startsWith('/') ? { path: disk } : { serial: disk }
}

const networkOf = (flags: InitFlags): Result<FirstNetwork | null> => {
  const { device, deviceAddress: address, gateway, dns, vlan } = flags
  if (device !== undefined && address !== undefined)
    return succeed({
      interface: device,
      address,
      gateway: gateway ?? null,
      dns: dns ?? [],
      vlan: vlan ?? null,
    })
  const given = [device, address, gateway, dns, vlan].some(value => value !== undefined)
  return given ? fail(incompleteNetwork()) : succeed(null)
}
