import type { Fault } from '../errors.ts'

export const unhealthy = (host: string, service: string, why: string): Fault => ({
  code: 'service-unhealthy',
  message: `${service} is not healthy: ${why}`,
  place: `${host}, healthChecking`,
  remedy: `Look at the service on the machine (journalctl -u ${service}); the system itself is installed`,
})

/** A machine whose turn cannot come. */
export const blockedBy = (host: string, by: string): Fault => ({
  code: 'dependency-failed',
  message: `it waits for ${by}, which did not become healthy`,
  place: `${host}, pending`,
  remedy: `Bring ${by} up first (retry it), then retry this one`,
})
