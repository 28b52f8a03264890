/** Every name that stands for something must stand for something that is there. */
import type { Fault } from '../../errors.ts'
import { missing, unknownName } from '../../faults/site.ts'
import { disabledDependency } from '../../faults/site-order.ts'
import type { Path } from '../path.ts'
import { builtInProfiles, profileNames } from '../profiles.ts'
import type { SiteHost, SiteService } from '../schema.ts'
import { type Check, entriesOf, type Named, named, type Survey } from '../survey.ts'

export const references: Check = survey => [
  ...survey.hosts.flatMap(host => profile(survey, host)),
  ...survey.devices.flatMap(({ path, entry }) => network(survey, [...path, 'network'], entry.network)),
  ...(survey.site.links ?? []).flatMap((link, index) =>
    network(survey, ['links', index, 'network'], link.network),
  ),
  ...survey.hosts.flatMap(host => policies(survey, host)),
  ...survey.services.flatMap(service => home(survey, service)),
  ...survey.services.flatMap(service => dependencies(survey, service)),
]

const keys = (record: object | null | undefined): string[] => Object.keys(record ?? {})

const profile = ({ site, at }: Survey, [host, { profile: name }]: Named<SiteHost>): Fault[] => {
  const known = [...profileNames, ...keys(site.profiles)]
  if (!name || known.includes(name) || named(builtInProfiles, name)) return []
  return [unknownName(at('hosts', host, 'profile'), 'profile', name, known, `profiles.${word(name)}`)]
}

const network = ({ site, at }: Survey, path: Path, name: string | null | undefined): Fault[] => {
  if (!name || named(site.networks, name) !== undefined) return []
  return [unknownName(at(...path), 'network', name, keys(site.networks), `networks.${word(name)}`)]
}

const builtInPolicies = ['all', 'own', 'none']

const policies = ({ site, at }: Survey, [host, { bgp }]: Named<SiteHost>): Fault[] => {
  const known = [...builtInPolicies, ...keys(site.policies)]
  return entriesOf(bgp?.peers).flatMap(([peer, entry]) =>
    (['import', 'export'] as const).flatMap(way => {
      const name = entry[way]
      if (!name || known.includes(name)) return []
      const place = at('hosts', host, 'bgp', 'peers', peer, way)
      return [unknownName(place, 'policy', name, known, `policies.${word(name)}`)]
    }),
  )
}

const home = ({ site, at }: Survey, [service, { host }]: Named<SiteService>): Fault[] => {
  const place = at('services', service, 'host')
  if (!host) return [missing(place, 'missing-host', `${service} runs on no host`, 'Add host = "…"')]
  if (named(site.hosts, host) !== undefined) return []
  return [unknownName(place, 'host', host, keys(site.hosts), `hosts.${word(host)}`)]
}

const dependencies = ({ site, services, at }: Survey, [service, entry]: Named<SiteService>): Fault[] => {
  const known = services.map(([name]) => name)
  return (entry.depends_on ?? []).flatMap((name, index) => {
    const place = at('services', service, 'depends_on', index)
    if (known.includes(name)) return []
    if (named(site.services, name) !== undefined) return [disabledDependency(place, name)]
    return [unknownName(place, 'service', name, known, `services.${word(name)}`)]
  })
}

/** A name to be shown inside a remedy, or a stand-in for one that is no word. */
const word = (name: string): string => (/^[\w-]{1,63}$/.test(name) ? name : '<name>')
