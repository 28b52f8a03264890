/** A site without faults → the plan everybody else reads. */
import type { Plan } from '../plan.ts'
import { managedNeeds, wavesOf } from './needs.ts'
import { hostOf } from './plan/host.ts'
import { flakeWithin } from './plan/paths.ts'
import { provisionOf } from './plan/provision.ts'
import { serviceOf } from './plan/service.ts'
import { entriesOf, type Survey } from './survey.ts'

export interface Origin {
  /** As the operator named it. */
  readonly source: string
  /** Its folder, for the files it names. */
  readonly root: string
  /** What `.` means in a flake reference: that folder, or the flake the site came out of. */
  readonly base: string
  /** From the command line, relative to where we are. */
  readonly flake: string | undefined
  readonly installer: string | undefined
}

export const normalise = (survey: Survey, { source, root, base, flake, installer }: Origin): Plan => {
  const { site } = survey
  const needs = managedNeeds(survey)
  const waves = wavesOf(survey, needs)
  const standing = (name: string) => ({
    root,
    base,
    installer,
    wave: waves.get(name) ?? 1,
    after: needs.get(name) ?? [],
  })
  return {
    name: site.site?.name ?? 'site',
    domain: site.site?.domain ?? '',
    source,
    root,
    flake: flake ?? flakeWithin(base, site.site?.flake ?? '.'),
    provision: provisionOf(site.provision ?? {}),
    networks: entriesOf(site.networks).map(networkOf),
    hosts: survey.hosts.map(host => hostOf(survey, host, standing(host[0]))),
    services: survey.services.map(service => serviceOf(site.site?.domain ?? '', service)),
  }
}

type Entry = NonNullable<Survey['site']['networks']>[string]

const networkOf = ([name, { cidr, gateway, dns, vlan, mtu }]: readonly [string, Entry]) => ({
  name,
  cidr: cidr ?? '',
  gateway: gateway ?? null,
  dns: dns ?? [],
  vlan: vlan ?? null,
  mtu: mtu ?? null,
})
