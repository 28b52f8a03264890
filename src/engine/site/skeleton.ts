/**
 * The first files of a site, as text: what `firstlight init` writes and the guided screen shows before it does.
 * Pure: the same answers give the same files, and the site in them is one that `check` finds no error in.
 */

import { nixString } from '../nix/output.ts'
import { type NixValue, nixText } from '../nix/text.ts'
import type { DiskSelector } from '../plan.ts'
import { networkAround } from './address.ts'

export interface FirstSite {
  readonly name: string
  readonly domain: string | null
  readonly format: 'nix' | 'json'
  /** Where this program's flake comes from. */
  readonly firstlight: string
  /** On the jump host; null: chosen when it runs. */
  readonly interface: string | null
  readonly dhcp: 'proxy' | { readonly from: string; readonly to: string }
  /** Who may log in as root, by key alone. */
  readonly publicKeys: readonly string[]
  readonly machines: readonly FirstMachine[]
}

export interface FirstMachine {
  readonly name: string
  readonly macs: readonly string[]
  readonly profile: string | null
  readonly disk: DiskSelector | null
  readonly network: FirstNetwork | null
}

export interface FirstNetwork {
  readonly interface: string
  /** With its prefix length. */
  readonly address: string
  readonly gateway: string | null
  readonly dns: readonly string[]
  readonly vlan: number | null
}

export interface NewFile {
  readonly path: string
  readonly text: string
}

export const skeleton = (site: FirstSite): readonly NewFile[] => [
  { path: `site.${site.format}`, text: siteFileText(site) },
  { path: 'flake.nix', text: flakeText(site) },
  { path: 'nix/people.nix', text: peopleText(site.publicKeys) },
  ...site.machines.map(machine => ({ path: `nix/hosts/${machine.name}.nix`, text: hostText(machine) })),
]

export const siteFileText = (site: FirstSite): string => {
  const document = siteDocument(site)
  return site.format === 'json'
    ? `${JSON.stringify(document, null, 2)}\n`
    : `# Everything follows from this file: firstlight check reads it, firstlight plan shows what would happen.\n${nixText(document)}\n`
}

/** The first network is the one everything else can be reached over. */
const networkName = 'mgmt'

export const siteDocument = (site: FirstSite): { readonly [key: string]: NixValue } => {
  const network = site.machines.flatMap(machine => machine.network ?? [])[0]
  return {
    schemaVersion: 1,
    site: {
      name: site.name,
      ...(site.domain === null ? {} : { domain: site.domain }),
      ...{ flake: '.', installer: 'netboot-base' },
    },
    provision: {
      ...(site.interface === null ? {} : { interface: site.interface }),
      dhcp: site.dhcp === 'proxy' ? 'proxy' : { server: { range: [site.dhcp.from, site.dhcp.to] } },
    },
    ...(network === undefined ? {} : { networks: { [networkName]: networkEntry(network) } }),
    hosts: Object.fromEntries(site.machines.map(machine => [machine.name, hostEntry(machine)])),
  }
}

const networkEntry = ({ address, gateway, dns, vlan }: FirstNetwork): NixValue => ({
  cidr: networkAround(address) ?? address,
  ...(gateway === null ? {} : { gateway }),
  ...(dns.length === 0 ? {} : { dns }),
  ...(vlan === null ? {} : { vlan }),
})

const hostEntry = ({ macs, profile, disk, network }: FirstMachine): NixValue => ({
  mac: macs.length === 1 ? (macs[0] ?? '') : macs,
  ...(profile === null ? {} : { profile }),
  ...(disk === null ? {} : { disks: [{ ...disk }] }),
  ...(network === null ? {} : devicesOf(network)),
})

const devicesOf = ({
  interface: device,
  address,
  vlan,
}: FirstNetwork): { readonly [key: string]: NixValue } =>
  vlan === null
    ? { interfaces: { [device]: { network: networkName, address } } }
    : {
        interfaces: { [device]: {} },
        vlans: { [networkName]: { interface: device, network: networkName, address } },
      }

const flakeText = ({ name, firstlight, format }: FirstSite): string => `{
  description = ${nixString(`The machines of ${name}`)};

  inputs.firstlight.url = ${nixString(firstlight)};

  outputs = { self, firstlight }: firstlight.lib.mkSite {
    site = ./site.${format};
    hosts = ./nix/hosts;
    modules = [ ./nix/people.nix ];
  };
}
`

const peopleText = (publicKeys: readonly string[]): string => `# Who may log in, everywhere, by key alone.
{
  firstlight.base.users.root.keys = [${publicKeys.map(key => `\n    ${nixString(key)}`).join('')}
  ];
}
`

/** What is here wins over what the site file says. */
const hostText = ({ name, disk }: FirstMachine): string => `# What only ${name} needs.
{
  firstlight.disks.layout = "plain";
${diskLine(disk)}  system.stateVersion = "25.11";
}
`

/** A serial alone cannot be opened: which device it is, only the machine tells. */
const diskLine = (disk: DiskSelector | null): string =>
  disk?.id !== undefined || disk?.path !== undefined
    ? ''
    : '  # The disk it goes on: the installer shows its name when the machine first boots.\n  firstlight.disks.system = "/dev/disk/by-id/CHANGE-ME";\n'
