/** The flags that stand in for parts of the site. */
import * as z from 'zod'
import { provisionSchema } from './provision.ts'
import { flake, installer, maybe } from './words.ts'

export const flagsSchema = provisionSchema.pick({ interface: true, address: true, parallel: true }).extend({
  dhcp: maybe(z.enum(['proxy', 'server'])),
  flake: maybe(flake),
  installer: maybe(installer),
})
