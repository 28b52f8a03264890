/** What boots on a machine before it is installed. These are always there; a site adds its own beside them. */
import type { Site } from './schema.ts'
import { named } from './survey.ts'

export const defaultInstaller = 'netboot-base'

export const profileNames = ['base', 'control-plane', 'worker', 'all-in-one'] as const

/** By either name: the profile's, or that of the installer it stands for. */
export const builtInProfiles: Readonly<Record<string, string>> = Object.fromEntries(
  profileNames.flatMap(name => [
    [name, `netboot-${name}`],
    [`netboot-${name}`, `netboot-${name}`],
  ]),
)

/** A host's own profile decides; without one, the site. */
export const installerOf = (site: Site, profile: string | null | undefined): string => {
  const general = site.site?.installer ?? defaultInstaller
  if (!profile) return general
  const own = named(site.profiles, profile)
  return own === undefined ? (named(builtInProfiles, profile) ?? general) : (own.installer ?? general)
}
