/** The other two forms a site is accepted in: Nixie's hosts.json, and a NixMox-style manifest. */
import * as z from 'zod'
import { serviceFields } from './service.ts'
import { address, domain, mac, maybe, named, network, oneOrMany, text, vlanId } from './words.ts'

export const nixieSchema = named(
  z.strictObject({
    mac_address: maybe(mac),
    ip: maybe(address),
    machine_id_hash: maybe(text),
  }),
)

export const manifestServiceSchema = z.strictObject({
  host: maybe(text),
  mac: maybe(oneOrMany(mac)).describe('Only of a service on a machine of its own that is to be installed'),
  ...serviceFields,
})

export const manifestSchema = z.strictObject({
  network: maybe(
    z.strictObject({
      dns_server: maybe(oneOrMany(address)),
      gateway: maybe(address),
      network_cidr: maybe(network),
      domain: maybe(domain),
      vlan_tag: maybe(vlanId),
    }),
  ),
  core_services: maybe(named(manifestServiceSchema)),
  services: maybe(named(manifestServiceSchema)),
})

export type Nixie = z.infer<typeof nixieSchema>
export type Manifest = z.infer<typeof manifestSchema>
