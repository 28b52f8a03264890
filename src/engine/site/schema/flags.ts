/** The flags that stand in for parts of the site. */
import * as z from 'zod'
import { provisionSchema } from './provision.ts'
import { addressRange, flake, installer, maybe } from './words.ts'

export const flagsSchema = provisionSchema
  .pick({ interface: true, address: true, parallel: true, bootFileUrl: true })
  .extend({
    dhcp: maybe(z.enum(['proxy', 'server'])),
    dhcpRange: maybe(addressRange),
    flake: maybe(flake),
    installer: maybe(installer),
  })
