/** What each command is told by its flags, as the parser hands it on. */
export interface ScreenFlags {
  ascii?: boolean
  theme?: 'light' | 'dark'
}

export type GuideFlags = ScreenFlags & Pick<RunFlags, 'sshKey' | 'artifacts' | 'ipxe' | 'nixosAnywhere'>

export interface RunFlags extends ScreenFlags {
  site?: string
  hosts?: string
  flake?: string
  installer?: string
  sshKey?: string
  address?: string
  interface?: string
  dhcp?: 'proxy' | 'server'
  dhcpRange?: string
  parallel?: number
  host?: string[]
  wipe?: string[]
  artifacts?: string
  ipxe?: string
  bootFileUrl?: string
  nixosAnywhere?: string
  plain?: boolean
  json?: boolean
  debug?: boolean
}

export interface RenderFlags extends Pick<RunFlags, 'site' | 'hosts' | 'flake' | 'installer' | 'json'> {
  host?: string
  out?: string
}

export interface ImagesFlags extends Pick<RunFlags, 'site' | 'hosts' | 'flake' | 'plain' | 'json'> {
  profile?: string[]
  output: string
  systems?: boolean
}

/** What commands that look at installed machines, or change them, share. */
export interface HostFlags extends Pick<RunFlags, 'site' | 'hosts' | 'flake' | 'installer' | 'json'> {
  host?: readonly string[]
  sshKey?: string
  artifacts?: string
}

export interface StatusFlags extends HostFlags, ScreenFlags {
  plain?: boolean
  watch?: boolean
}

export interface RollbackFlags extends HostFlags, ScreenFlags {
  plain?: boolean
  nixosRebuild?: string
  confirmWithin?: number
}

export interface DeployFlags extends RollbackFlags {
  allowAddressLoss?: string[]
}

export type BuildVmFlags = Pick<DeployFlags, 'site' | 'hosts' | 'flake' | 'installer' | 'nixosRebuild'> & {
  host?: string
}

export type DiffFlags = Omit<HostFlags, 'artifacts'>

export interface InitFlags {
  folder?: string
  format: 'nix' | 'json'
  name?: string
  domain?: string
  host: string
  mac: string[]
  profile?: string
  disk?: string
  device?: string
  deviceAddress?: string
  gateway?: string
  dns?: string[]
  vlan?: number
  interface?: string
  dhcpRange?: string
  publicKey?: string[]
  firstlight?: string
  show?: boolean
}

export interface HostKeyFlags {
  folder?: string
  json?: boolean
}

export type ResumeFlags = Pick<RunFlags, 'site' | 'wipe' | 'plain' | 'json' | 'debug'>

export interface DemoFlags extends ScreenFlags {
  guided?: boolean
  machines: number
  fault?: string[]
  wipe?: string[]
  speed?: number
  plain?: boolean
  json?: boolean
}

export interface RehearseFlags
  extends ScreenFlags,
    Pick<
      RunFlags,
      | ('site' | 'hosts' | 'flake' | 'installer' | 'host' | 'sshKey' | 'artifacts')
      | ('ipxe' | 'nixosAnywhere' | 'dhcp' | 'dhcpRange' | 'parallel' | 'plain' | 'json' | 'debug')
    > {
  firmware?: string[]
  networkFirst?: boolean
  /** MiB and GiB. */
  memory: number
  disk: number
  check?: boolean
}
