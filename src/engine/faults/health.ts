import type { Fault } from '../errors.ts'
import type { Phase } from '../journey.ts'
import type { Service } from '../plan.ts'

export interface Sick {
  readonly host: string
  readonly service: string
  /** Its check and what that said; empty when it was not even asked. */
  readonly why: string
  /** Services that cannot do without it. */
  readonly blocks: readonly Service[]
}

export const unhealthy = ({ host, service, why, blocks }: Sick): Fault => ({
  code: 'service-unhealthy',
  message: `${service} is not healthy: ${why}${blocked(blocks)}`,
  ...about(host, service),
})

export const servicesSilent = ({
  host,
  service,
  why,
  blocks,
  seconds,
}: Sick & { seconds: number }): Fault => ({
  code: 'health-silent',
  message: `${service} did not become healthy for ${seconds} seconds: ${why || 'its check was not answered'}${blocked(blocks)}`,
  ...about(host, service),
})

const about = (host: string, service: string) => ({
  place: `${host}, healthChecking`,
  remedy: `Look at the service on the machine (systemctl status ${service}, journalctl -u ${service}); the system itself is installed`,
})

const blocked = (services: readonly Service[]): string =>
  services.length === 0
    ? ''
    : `; ${services.map(({ name, host }) => `${name} on ${host}`).join(', ')} cannot do without it`

/** A machine whose turn cannot come. */
export const blockedBy = (host: string, by: string, phase: Phase | undefined): Fault => ({
  code: 'dependency-failed',
  message: `it waits for ${by}, which ${phase?.name === 'failed' ? `failed: ${phase.fault.message}` : 'was aborted'}`,
  place: `${host}, pending`,
  remedy: `Bring ${by} up first (retry it), then retry this one`,
})
