import { describe, expect, it } from 'vitest'
import { decideOffer } from '../../src/engine/boot.ts'
import type { PhaseName } from '../../src/engine/journey.ts'
import { journeys } from './journeys.ts'
import { host } from './plans.ts'

/** What a machine may boot, by where its journey is. Silence has a reason. */
const table: Record<PhaseName, string> = {
  pending: 'notYet',
  checking: 'notYet',
  waking: 'installer',
  offered: 'installer',
  fetching: 'installer',
  booting: 'installer',
  phonedHome: 'installer',
  held: 'installer',
  partitioning: 'installing',
  copying: 'installing',
  installing: 'installing',
  skipped: 'disk',
  rebooting: 'disk',
  verifying: 'disk',
  healthChecking: 'disk',
  done: 'disk',
  failed: 'failed',
  aborted: 'aborted',
}

describe('one decision for every server', () => {
  it.each(Object.entries(table))('%s → %s', (phase, expected) => {
    const decision = decideOffer(host('node1'), journeys[phase as PhaseName])
    expect(decision.offer === 'none' ? decision.why : decision.offer).toBe(expected)
  })

  it('lets a machine whose installation was finished boot its disk, whatever failed afterwards', () => {
    const failed = { ...journeys.failed, phase: { ...journeys.failed.phase, disk: 'installed' as const } }
    expect(decideOffer(host('node1'), failed as typeof journeys.failed).offer).toBe('disk')
  })

  it('leaves a foreign system that is held to its own disk', () => {
    const held = { ...journeys.held, phase: { ...journeys.held.phase, guest: null } }
    expect(decideOffer(host('node1'), held as typeof journeys.held).offer).toBe('disk')
  })

  it('is silent to machines that are not ours, not managed, or not in this run', () => {
    expect(decideOffer(undefined, undefined)).toMatchObject({ why: 'unknown' })
    expect(decideOffer({ ...host('router'), managed: false }, journeys.waking)).toMatchObject({
      why: 'unmanaged',
    })
    expect(decideOffer(host('node1'), undefined)).toMatchObject({ why: 'notChosen' })
  })
})
