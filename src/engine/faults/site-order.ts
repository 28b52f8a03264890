/** What can be wrong with the order a site asks for. */
import type { Fault } from '../errors.ts'

const arrow = ' → '

export const dependencyCycle = (place: string, cycle: readonly string[]): Fault => ({
  code: 'dependency-cycle',
  message: `these services wait for each other: ${cycle.join(arrow)}`,
  place,
  remedy: 'Take one of these out of depends_on',
})

export const hostCycle = (place: string, cycle: readonly string[], why: readonly string[]): Fault => ({
  code: 'host-cycle',
  message: `these hosts wait for each other: ${cycle.join(arrow)} (${why.join('; ')})`,
  place,
  remedy: 'Move one of the services to another host, or take one of these out of depends_on',
})

export const waveTooEarly = (place: string, wave: number, other: string, theirs: number): Fault => ({
  code: 'wave-before-dependency',
  message: `wave ${wave} comes before wave ${theirs} of ${other}, which this host's services need`,
  place,
  remedy: `Use wave ${theirs} or later here, or give ${other} wave ${wave} or an earlier one`,
})

export const disabledDependency = (place: string, service: string): Fault => ({
  code: 'disabled-dependency',
  message: `the service "${service}" is needed here, and is not enabled`,
  place,
  remedy: 'Enable it, or take it out of depends_on',
})
