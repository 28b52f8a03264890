/** A machine with everything resolved. */
import type { DiskSelector, Host } from '../../plan.ts'
import { bare, canonical } from '../address.ts'
import { builtInProfiles, installerOf } from '../profiles.ts'
import type { SiteHost } from '../schema.ts'
import { isManaged, type Named, type Survey } from '../survey.ts'
import { flakeWithin, within } from './paths.ts'

/** What is known of a host only by looking at the whole site. */
export interface Standing {
  readonly root: string
  /** What `.` means in a flake reference. */
  readonly base: string
  /** From the command line: for every host, and relative to where we are. */
  readonly installer: string | undefined
  readonly wave: number
  readonly after: readonly string[]
}

export const hostOf = (survey: Survey, [name, host]: Named<SiteHost>, standing: Standing): Host => ({
  name,
  managed: isManaged(host),
  macs: [host.mac ?? []].flat().map(mac => mac.toLowerCase().replaceAll('-', ':')),
  uuid: host.uuid?.toLowerCase() ?? null,
  profile: host.profile ?? profileOf(survey),
  installer: standing.installer ?? flakeWithin(standing.base, installerOf(survey.site, host.profile)),
  system: host.system ?? name,
  wave: standing.wave,
  after: standing.after,
  firmware: { offer: host.firmware?.offer ?? 'auto', bootFile: host.firmware?.bootFile ?? null },
  disks: (host.disks ?? []).map(diskOf),
  address: addressOf(survey, name, host),
  secrets: (host.secrets ?? []).map(secret => secretOf(standing.root, secret)),
  wakePassword: wakePasswordOf(host.wakeOnLan?.password),
  network: {
    interfaces: host.interfaces ?? {},
    vlans: host.vlans ?? {},
    routes: host.routes ?? [],
    bgp: host.bgp ?? null,
  },
})

/** A host without a profile has the site's installer, which may be a built-in profile's. */
const profileOf = ({ site }: Survey): string =>
  Object.entries(builtInProfiles).find(([, installer]) => installer === site.site?.installer)?.[0] ?? 'base'

const diskOf = ({ id, serial, path }: NonNullable<SiteHost['disks']>[number]): DiskSelector => ({
  ...(id ? { id: id.replace(/^\/dev\/disk\/by-id\//, '') } : {}),
  ...(serial ? { serial } : {}),
  ...(path ? { path } : {}),
})

/** Said, or the first of its own addresses: rather one with a way out, rather not inside a VLAN. */
const addressOf = ({ addresses }: Survey, name: string, host: SiteHost): string | null => {
  if (host.address) return canonical(bare(host.address))
  const own = addresses.filter(address => address.host === name)
  const best =
    own.find(({ device }) => device.network?.gateway && !device.network.vlan) ??
    own.find(({ device }) => !device.path.includes('vlans')) ??
    own[0]
  return best === undefined ? null : canonical(bare(best.text))
}

const secretOf = (root: string, { from, to, mode }: NonNullable<SiteHost['secrets']>[number]) => ({
  from: within(root, from ?? ''),
  to: to ?? '',
  mode: Number.parseInt(mode ?? '0600', 8),
})

/** Four or six bytes, as hex pairs. */
const wakePasswordOf = (password: string | null | undefined): string | null => {
  if (!password) return null
  if (!password.includes('.')) return password.toLowerCase().replaceAll('-', ':')
  return password
    .split('.')
    .map(byte => Number(byte).toString(16).padStart(2, '0'))
    .join(':')
}
