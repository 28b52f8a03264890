/**
 * The plan: a validated site with everything resolved. `site/` makes it, everybody else only reads it.
 */
import type { PhaseName } from './journey.ts'

export interface Plan {
  readonly name: string
  readonly domain: string
  /** The file the operator wrote, as they named it: the place in messages. */
  readonly source: string
  /** Its folder: paths in the site are relative to it. */
  readonly root: string
  readonly flake: string
  readonly provision: Provision
  readonly networks: readonly SiteNetwork[]
  readonly hosts: readonly Host[]
  readonly services: readonly Service[]
}

export interface Provision {
  /** The interface and address we serve on; null: the only candidate, or the preflight asks. */
  readonly interface: string | null
  readonly address: string | null
  readonly dhcp:
    | { readonly mode: 'proxy' }
    | { readonly mode: 'server'; readonly ranges: readonly AddressRange[] }
  /** Installs at once. */
  readonly parallel: number
  readonly deadlines: Deadlines
  /** Where boot files are fetched from instead of us (nginx, an object store); null: from us. */
  readonly bootFileUrl: string | null
  readonly ports: Ports
}

export interface AddressRange {
  readonly from: string
  readonly to: string
}

/** Ports are only ever changed to run without root (demo, tests) or behind a redirect. */
export interface Ports {
  readonly dhcp: number
  readonly client: number
  readonly relay: number
  readonly proxy: number
  readonly tftp: number
  readonly http: number
  readonly wake: number
  readonly ssh: number
}

export const standardPorts: Ports = {
  dhcp: 67,
  client: 68,
  relay: 67,
  proxy: 4011,
  tftp: 69,
  http: 80,
  wake: 9,
  ssh: 22,
}

/** Milliseconds each phase may take before silence is failure. */
export type Deadlines = Readonly<Record<PhaseName, number>>

export interface SiteNetwork {
  readonly name: string
  readonly cidr: string
  readonly gateway: string | null
  readonly dns: readonly string[]
  readonly vlan: number | null
  readonly mtu: number | null
}

export interface Host {
  readonly name: string
  readonly managed: boolean
  /** Lower case, colons; empty only for unmanaged hosts. */
  readonly macs: readonly string[]
  /** Only where the site gives one: boards share made-up UUIDs, so it is never learned. */
  readonly uuid: string | null
  readonly profile: string
  /** The flake output (or artifact) that boots first. */
  readonly installer: string
  /** The flake output that is installed. */
  readonly system: string
  readonly wave: number
  /** Hosts whose journeys must be done before this one starts. */
  readonly after: readonly string[]
  readonly firmware: { readonly offer: OfferForm; readonly bootFile: string | null }
  /** What may be erased; empty: whatever the system's disko layout names, if it is blank. */
  readonly disks: readonly DiskSelector[]
  /** Where the installed system answers, without a prefix; null: where its installer answered. */
  readonly address: string | null
  readonly secrets: readonly { readonly from: string; readonly to: string; readonly mode: number }[]
  readonly wakePassword: string | null
  /** As written, for the Nix generators: we only carry it. */
  readonly network: HostNetwork
}

/** `auto` chooses by firmware; the others are pxe-wire's alternatives for ROMs that accept only one. */
export type OfferForm = 'auto' | 'plain' | 'option43' | 'direct'

export interface DiskSelector {
  readonly id?: string
  readonly serial?: string
  readonly path?: string
}

export interface HostNetwork {
  readonly interfaces: Readonly<Record<string, unknown>>
  readonly vlans: Readonly<Record<string, unknown>>
  readonly routes: readonly unknown[]
  readonly bgp: unknown
}

export interface Service {
  readonly name: string
  readonly host: string
  readonly dependsOn: readonly string[]
  readonly ports: readonly number[]
  readonly health: HealthCheck | null
  /** The manifest's `interface` block, kept as written for whoever renders it. */
  readonly interface: Readonly<Record<string, unknown>>
}

export interface HealthCheck {
  readonly startup: string | null
  readonly liveness: string | null
  /** Seconds. */
  readonly interval: number
  readonly timeout: number
  readonly retries: number
}

export const hostNamed = (plan: Plan, name: string): Host | undefined =>
  plan.hosts.find(host => host.name === name)

/** What boots on every machine before it is installed: built by Nix, or taken from prebuilt artifacts. */
export interface InstallerImage {
  readonly name: string
  /** Paths on this machine. */
  readonly kernel: string
  readonly initrd: string
  /** The installer's real init path (R-B7). */
  readonly init: string
  readonly params: readonly string[]
}

/** What is installed on one machine. */
export interface TargetSystem {
  readonly host: string
  /** Store paths. */
  readonly toplevel: string
  readonly diskoScript: string
  /** The devices its disko layout erases; null when it could not be told. */
  readonly erases: readonly string[] | null
  /** Bytes by store path, for the progress of the copy; null when that was not told. */
  readonly closure: ReadonlyMap<string, number> | null
}
