/** What the command line says instead of the site, or in its place. */
import { fitTo, type Misfit } from './fit.ts'
import type { Path } from './path.ts'
import { flagsSchema } from './schema/flags.ts'
import type { SiteProvision } from './schema.ts'
import type { Shaped } from './shapes.ts'

export interface SiteFlags {
  /** Nixie's: a hosts.json in place of a site. */
  readonly hosts?: string | undefined
  /** For the whole site, relative to where we are. */
  readonly flake?: string | undefined
  readonly installer?: string | undefined
  readonly interface?: string | undefined
  readonly address?: string | undefined
  readonly dhcp?: string | undefined
  /** `10.0.0.100-10.0.0.199`: our own DHCP server with this pool. */
  readonly dhcpRange?: string | undefined
  readonly bootFileUrl?: string | undefined
  readonly parallel?: number | undefined
}

export interface Flagged {
  readonly shaped: Shaped
  readonly misfits: readonly Misfit[]
  /** The flag that said it, where one did. */
  readonly flagOf: (path: Path) => string | undefined
  readonly flake: string | undefined
  readonly installer: string | undefined
}

export const withFlags = (shaped: Shaped, flags: SiteFlags): Flagged => {
  const { value, misfits } = fitTo(flagsSchema, said(flags))
  const { flake, installer, dhcpRange, ...rest } = value
  const pool = rest.dhcp !== 'proxy' && dhcpRange
  const provision: SiteProvision = { ...rest, ...(pool ? { dhcp: poolOf(pool) } : {}) }
  const flagOf = (key: string) => flagText(key === 'dhcp' && pool ? 'dhcpRange' : key)
  return {
    shaped: { ...shaped, site: { ...shaped.site, provision: merge(shaped.site.provision ?? {}, provision) } },
    misfits,
    flagOf: ([area, key]) =>
      area === 'provision' && key && Object.hasOwn(provision, key) ? flagOf(String(key)) : undefined,
    flake: flake ?? undefined,
    installer: installer ?? undefined,
  }
}

/** `--dhcp-range`, as it is written on the command line. */
export const flagText = (name: string): string =>
  `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`

const poolOf = (range: string): SiteProvision['dhcp'] => {
  const [from = '', to = ''] = range.split('-')
  return { server: { range: [from, to] } }
}

/** A command has flags of its own beside these. */
const said = (flags: object): object =>
  Object.fromEntries(
    Object.entries(flags).filter(
      ([flag, value]) => Object.hasOwn(flagsSchema.shape, flag) && value !== undefined,
    ),
  )

/** `--dhcp server` asks for what the site describes, when it describes one. */
const merge = (written: SiteProvision, said: SiteProvision): SiteProvision => {
  const keeps = said.dhcp === 'server' && typeof written.dhcp === 'object' && written.dhcp?.server
  return { ...written, ...said, ...(keeps ? { dhcp: written.dhcp } : {}) }
}
