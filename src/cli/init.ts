/** `firstlight init`: the first files of a site, checked before they are written; nothing is overwritten. */
import { explain, type Fault, fail, type Result, succeed } from '../engine/errors.ts'
import { alreadyThere, incompleteNetwork, noPublicKey } from '../engine/faults/init.ts'
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
import type { InitFlags } from './program.ts'
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

const absolute = (path: string, cwd: string): string => (path.startsWith('/') ? path : `${cwd}/${path}`)

/** All of them, or none. */
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
  const paths = files.map(({ path }) => `${folder}/${path}`)
  const there = (await Promise.all(paths.map(path => world.files.exists(path)))).flatMap((exists, n) =>
    exists ? [paths[n] ?? ''] : [],
  )
  if (there.length > 0) {
    err(explain(alreadyThere(folder, there)))
    return exitCodes.badUsage
  }
  for (const { path, text } of files) {
    const written = await world.files.write(`${folder}/${path}`, text)
    if (!written.ok) {
      err(explain(written.fault))
      return exitCodes.refused
    }
    out(`${folder}/${path}`)
  }
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
    ...{ format, name: flags.name ?? siteName(folder), domain: flags.domain ?? null },
    firstlight: flags.firstlight ?? `path:${context.root}`,
    interface: flags.interface ?? null,
    dhcp: rangeOf(flags.dhcpRange),
    publicKeys: keys.value,
    machines: [
      { name: host, macs, profile, disk: disk === undefined ? null : diskOf(disk), network: network.value },
    ],
  })
}

/** A folder may be called what no site may. */
const siteName = (folder: string): string =>
  (folder.split('/').filter(Boolean).at(-1) ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'site'

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

const usual = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub']

const publicKeys = async (
  named: readonly string[] | undefined,
  { world, home, cwd }: Context,
): Promise<Result<readonly string[]>> => {
  const paths = named?.map(path => absolute(path, cwd)) ?? usual.map(name => `${home}/.ssh/${name}`)
  const read = await Promise.all(paths.map(path => world.files.readText(path, 64 * 1024)))
  const unread = named === undefined ? undefined : read.find(({ ok }) => !ok)
  if (unread?.ok === false) return unread
  const lines = read.flatMap(key => (key.ok ? key.value.split('\n') : []))
  const keys = lines.map(line => line.trim()).filter(line => /^(ssh|ecdsa|sk)-\S+ \S+/.test(line))
  return keys.length > 0 ? succeed(keys) : fail(noPublicKey(paths) satisfies Fault)
}
