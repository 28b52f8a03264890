/** A service with the defaults of its interfaces filled in; what else is written there is kept. */
import type { HealthCheck, Service } from '../../plan.ts'
import { isObject } from '../path.ts'
import type { SiteService } from '../schema.ts'
import type { Named } from '../survey.ts'

type Block = Readonly<Record<string, unknown>>

export const serviceOf = (domain: string, [name, service]: Named<SiteService>): Service => ({
  name,
  host: service.host ?? '',
  dependsOn: [...new Set(service.depends_on ?? [])],
  ports: (service.ports ?? []).flatMap(portOf),
  health: healthOf(service.health ?? service.interface?.health),
  interface: interfaceOf(domain, name, service),
})

const portOf = (port: NonNullable<SiteService['ports']>[number]): number[] => {
  if (typeof port === 'object') return port.port ? [port.port] : []
  return [Number.parseInt(String(port), 10)]
}

const healthOf = (written: SiteService['health']): HealthCheck | null => {
  if (!written?.startup && !written?.liveness) return null
  return {
    startup: written.startup ?? null,
    liveness: written.liveness ?? null,
    interval: written.interval ?? 30,
    timeout: written.timeout ?? 60,
    retries: written.retries ?? 3,
  }
}

const under = (name: string, domain: string): string => (domain ? `${name}.${domain}` : name)

const interfaceOf = (domain: string, name: string, service: SiteService): Block => {
  const { db, proxy, ...kept } = service.interface ?? {}
  const hostname = service.hostname ?? under(service.host ?? name, domain)
  return {
    ...kept,
    ...(db ? { db: each(db, one => ({ ...one, name: one.name ?? name, owner: one.owner ?? name })) } : {}),
    ...(proxy ? { proxy: each(proxy, one => doors(one, name, domain, hostname)) } : {}),
  }
}

const each = (value: Block | readonly Block[], complete: (one: Block) => Block): unknown =>
  Array.isArray(value) ? value.map(complete) : complete(value as Block)

/** One door, or several by name. */
const doors = (proxy: Block, name: string, domain: string, hostname: string): Block => {
  const isNamed = Object.keys(proxy).length > 0 && Object.values(proxy).every(isObject)
  if (!isNamed) return door(proxy, name, domain, hostname)
  return Object.fromEntries(
    Object.entries(proxy).map(([own, one]) => [own, door(one as Block, own, domain, hostname)]),
  )
}

const door = (written: Block, name: string, domain: string, hostname: string): Block => {
  const port = written.port ?? 80
  return {
    ...written,
    domain: written.domain ?? under(name, domain),
    path: written.path ?? '/',
    port,
    upstream: written.upstream ?? `${hostname}:${port}`,
  }
}
