/** A service: where it runs, what it needs first, and how one knows that it is well. */
import * as z from 'zod'
import {
  address,
  anything,
  maybe,
  named,
  oneOrMany,
  port,
  portSpec,
  retries,
  seconds,
  text,
} from './words.ts'

export const healthSchema = z.strictObject({
  startup: maybe(text),
  liveness: maybe(text),
  interval: maybe(seconds),
  timeout: maybe(seconds),
  retries: maybe(retries),
})

const portEntry = z.union([
  port,
  portSpec,
  z.strictObject({ port: maybe(port), protocol: maybe(z.enum(['tcp', 'udp'])) }),
])

const authSchema = z.strictObject({
  type: maybe(text),
  provider: maybe(text),
  oidc: maybe(
    z.strictObject({
      redirect_uris: maybe(z.array(text)),
      scopes: maybe(z.array(text)),
      username_claim: maybe(text),
      groups_claim: maybe(text),
    }),
  ),
})

const databaseSchema = z.strictObject({
  name: maybe(text),
  owner: maybe(text),
  host: maybe(text),
  port: maybe(port),
  mode: maybe(text),
  extensions: maybe(z.array(text)),
  superuser: maybe(z.boolean()),
  passwordFile: maybe(text),
})

/** A door in the reverse proxy. Any other key in its place is the name of a door: a service may have several. */
const doorSchema = z.looseObject({
  domain: maybe(text),
  path: maybe(text),
  upstream: maybe(text),
  tls: maybe(z.union([z.boolean(), z.literal('acme')])),
  authz: maybe(z.boolean()),
  port: maybe(port),
})

const terraformSchema = z.strictObject({
  modules: maybe(z.array(text)),
  targets: maybe(z.array(text)),
  variables: maybe(anything),
})

export const interfaceBlock = z.strictObject({
  terraform: maybe(terraformSchema),
  db: maybe(oneOrMany(databaseSchema)),
  dbs: maybe(named(databaseSchema)),
  proxy: maybe(oneOrMany(doorSchema)),
  auth: maybe(authSchema),
  health: maybe(healthSchema),
})

export const serviceFields = {
  enable: maybe(z.boolean()),
  ip: maybe(address),
  hostname: maybe(text),
  depends_on: maybe(z.array(text)),
  ports: maybe(z.array(portEntry)),
  interface: maybe(interfaceBlock),
  health: maybe(healthSchema),
}

export const serviceSchema = z.strictObject({
  host: maybe(text),
  core: maybe(z.boolean()),
  ...serviceFields,
})
