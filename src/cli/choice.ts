/** What of a site a run is about: its hosts, and what boots first on each. */
import type { Plan } from '../engine/index.ts'
import { builtInProfiles } from '../engine/site/profiles.ts'
import type { Choice } from '../ui/screen.ts'
import type { Stage } from './stage.ts'

export const firstChoice = ({ read, flags }: Stage): readonly string[] => {
  const managed = read.plan.hosts.filter(host => host.managed).map(({ name }) => name)
  return flags.host === undefined || flags.host.length === 0 ? managed : flags.host
}

export const profilesOf = ({ hosts }: Plan): readonly string[] => [
  ...new Set([
    ...Object.keys(builtInProfiles).filter(name => !name.startsWith('netboot-')),
    ...hosts.filter(({ managed }) => managed).map(({ profile }) => profile),
  ]),
]

/** A profile's installer is what the site says of it on another host, or the one of that name. */
export const withProfiles = (plan: Plan, profiles: Choice['profiles']): Plan => ({
  ...plan,
  hosts: plan.hosts.map(host => {
    const profile = profiles[host.name]
    if (profile === undefined || profile === host.profile) return host
    const installer = plan.hosts.find(other => other.profile === profile)?.installer
    return { ...host, profile, installer: installer ?? builtInProfiles[profile] ?? profile }
  }),
})
