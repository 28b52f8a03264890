/**
 * The site file, as the operator writes it. It only says what form each value has; what must be there and how
 * values belong together is in `checks/`, so that one broken value never hides the next.
 */
import * as z from 'zod'
import { linkSchema } from './schema/bgp.ts'
import { hostSchema, profileSchema } from './schema/host.ts'
import { networkSchema } from './schema/network.ts'
import { provisionSchema } from './schema/provision.ts'
import { serviceSchema } from './schema/service.ts'
import { anything, domain, flake, installer, maybe, named, siteName, text } from './schema/words.ts'

export const siteSchema = z.strictObject({
  $schema: maybe(text),
  schemaVersion: maybe(z.literal(1, { error: 'schemaVersion' })),
  site: maybe(
    z.strictObject({
      name: maybe(siteName),
      domain: maybe(domain),
      flake: maybe(flake).describe('Where the systems are; relative to this file'),
      installer: maybe(installer).describe('What every machine boots first, unless its profile says'),
      ca: maybe(anything),
    }),
  ),
  provision: maybe(provisionSchema),
  networks: maybe(named(networkSchema)),
  profiles: maybe(named(profileSchema)),
  hosts: maybe(named(hostSchema)),
  links: maybe(z.array(linkSchema)),
  policies: maybe(anything),
  services: maybe(named(serviceSchema)),
})

export type Site = z.infer<typeof siteSchema>
export type SiteHost = z.infer<typeof hostSchema>
export type SiteNetworkEntry = z.infer<typeof networkSchema>
export type SiteService = z.infer<typeof serviceSchema>
export type SiteProvision = z.infer<typeof provisionSchema>
