import { describe, expect, it } from 'vitest'
import { type PhaseName, progressOf } from '../../../src/engine/index.ts'
import { advance } from '../../../src/engine/journey.ts'
import { awaitedBy, describeAwaited } from '../../../src/ui/view/awaited.ts'
import { actionsFor, commandFor, elapsed, startedAt, urgency } from '../../../src/ui/view/journeys.ts'
import { textOf } from '../../../src/ui/view/spans.ts'
import { standingOf } from '../../../src/ui/view/standing.ts'
import { describeProgress, legsOf, trackLine } from '../../../src/ui/view/track.ts'
import { describePhase } from '../../../src/ui/view/words.ts'
import { journeys } from '../../engine/journeys.ts'
import { host, plan } from '../../engine/plans.ts'
import { theme } from '../frame.tsx'
import { copying, endOf, noon, runOf } from '../runs.ts'

const names = Object.keys(journeys) as PhaseName[]
const site = plan([host('node1')])

describe.each(names)('%s', name => {
  const journey = journeys[name]

  it('has a word, a sign and words', () => {
    expect(standingOf(journey).word).toMatch(/^\w+$/)
    expect(describePhase(journey)).not.toBe('')
  })

  it('offers only what does something', () => {
    for (const action of actionsFor(journey)) {
      const command =
        action === 'wipe' ? { type: 'wordGiven' as const, disks: [] } : commandFor(action, journey.host)
      const [next] = advance(journey, { at: 1, ...command })
      expect(next.phase).not.toEqual(journey.phase)
    }
  })

  it('says what is awaited exactly when something is', () => {
    const awaited = awaitedBy(journey, site, 0)
    expect(awaited === null).toBe(['skipped', 'done', 'failed', 'aborted'].includes(name))
  })

  it('fills its track whatever the width', () => {
    for (const width of [6, 11, 12, 38, 77])
      expect(textOf(trackLine(journey, width, theme.glyphs, 0))).toHaveLength(width)
  })
})

it('wants the held first, the failed next, and the done last', () => {
  const order = [...names].sort((one, other) => urgency(journeys[one]) - urgency(journeys[other]))
  expect(order.slice(0, 3)).toEqual(['held', 'failed', 'aborted'])
  expect(order.slice(-3)).toEqual(['pending', 'skipped', 'done'])
})

it('does not offer to erase what the guard refuses', () => {
  const { held } = journeys
  if (held.phase.name !== 'held') throw new Error('not held')
  expect(actionsFor({ ...held, phase: { ...held.phase, erases: [] } })).toEqual(['skip', 'abort'])
  expect(actionsFor({ ...held, phase: { ...held.phase, erases: [], guest: null } })).toContain('wipe')
})

it('never leaves out a machine whose disk is being written', () => {
  expect(actionsFor(journeys.copying)).toEqual(['abort'])
})

describe('a machine that copies', () => {
  const facts = copying('node1')
  const now = endOf(site, facts) + 2000
  const journey = runOf(site, facts).machines[0]?.journey ?? journeys.pending

  it('has three steps behind it and is in the fourth', () => {
    expect(legsOf(journey, now).map(({ state }) => state)).toEqual([
      'done',
      'done',
      'done',
      'now',
      'todo',
      'todo',
    ])
  })

  it('counts from when it was started', () => {
    expect(startedAt(journey)).toBe(noon)
    expect(elapsed(journey, noon + 90_000)).toBe(90_000)
  })

  it('tells how long silence may last', () => {
    const awaited = awaitedBy(journey, site, journey.moved)
    expect(awaited && describeAwaited(awaited)).toMatch(
      /^\d+:\d\d left for the next path$|^[\d:]+ left for the next path$/,
    )
  })
})

it('tells bytes, speed and the rest', () => {
  const amount = { done: 400e6, total: 1.2e9, unit: 'bytes' as const }
  const progress = { step: null, fraction: 1 / 3, overall: 0.5, amount }
  expect(describeProgress({ ...progress, rate: 100e6, eta: 8 })).toBe('400 MB of 1.2 GB, 100 MB/s, 0:08 left')
  expect(describeProgress({ ...progress, rate: null, eta: null })).toBe('400 MB of 1.2 GB')
  const small = { done: 18e6, total: 150e6, unit: 'bytes' as const }
  expect(describeProgress({ ...progress, amount: small, rate: null, eta: null })).toBe('18.0 of 150 MB')
  expect(
    describeProgress({ ...progress, amount: { done: 3, total: 6, unit: 'paths' }, rate: 1.5, eta: 2 }),
  ).toBe('3 of 6 paths, 1.5/s, 0:02 left')
})

describe('a rate', () => {
  const facts = copying('node1', 110e6)

  it('is that of the bytes that were told, also by a clock that lags behind', () => {
    const [machine] = runOf(site, facts).machines
    const journey = machine?.journey ?? expect.fail()
    // It says one thing more after that.
    const told = endOf(site, facts) - 1000
    const rate = progressOf(journey, told).rate ?? expect.fail()
    expect(progressOf(journey, told - 900).rate).toBe(rate)
    expect(progressOf(journey, told + 1000).rate).toBeLessThan(rate)
  })
})
