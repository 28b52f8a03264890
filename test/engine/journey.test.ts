import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  begin,
  deadlineOf,
  type Effect,
  ended,
  type Journey,
  type JourneyFact,
  type PhaseName,
} from '../../src/engine/journey.ts'
import { anyFact, blankDisk, deadlines, facts, guest, journeys, otherBoot } from './journeys.ts'

const step = (journey: Journey, fact: JourneyFact, at = 1): readonly [Journey, readonly Effect[]] =>
  advance(journey, { at, ...fact })

/** What each phase does with each fact: the phase it leads to, and what is asked for. Whatever is not named changes nothing. */
const table: Record<PhaseName, Partial<Record<string, string>>> = {
  pending: {
    started: 'checking +probe',
    broke: 'failed',
    wentSilent: 'failed',
    leftOut: 'skipped',
    aborted: 'aborted',
  },
  checking: {
    probedCurrent: 'skipped',
    probedOutdated: 'skipped',
    probedForeign: 'held',
    probedOff: 'waking +wake +probeAgain',
    probedUnknown: 'waking +wake +probeAgain',
    probedInstaller: 'waking +wake +probeAgain',
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  waking: {
    ...{ probedCurrent: 'skipped', probedOutdated: 'skipped', probedForeign: 'held' },
    offered: 'offered',
    fetchedFirmware: 'fetching',
    fetchedInitrd: 'booting',
    ...{ phonedHome: 'phonedHome +inspect', phonedHomeAgain: 'phonedHome +inspect' },
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  offered: {
    fetchedFirmware: 'fetching',
    fetchedInitrd: 'booting',
    ...{ phonedHome: 'phonedHome +inspect', phonedHomeAgain: 'phonedHome +inspect' },
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  fetching: {
    fetchedInitrd: 'booting',
    ...{ phonedHome: 'phonedHome +inspect', phonedHomeAgain: 'phonedHome +inspect' },
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  booting: {
    ...{ phonedHome: 'phonedHome +inspect', phonedHomeAgain: 'phonedHome +inspect' },
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  phonedHome: {
    guarded: 'partitioning +install',
    objected: 'held',
    phonedHomeAgain: 'phonedHome +inspect',
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  held: {
    wordGiven: 'phonedHome +inspect',
    phonedHomeAgain: 'phonedHome +inspect',
    ...{ broke: 'failed', wentSilent: 'failed', leftOut: 'skipped', aborted: 'aborted' },
  },
  partitioning: {
    stepCopying: 'copying',
    stepInstalling: 'installing',
    installed: 'rebooting +reboot',
    ...{
      askedToBoot: 'failed',
      phonedHomeAgain: 'failed',
      broke: 'failed',
      wentSilent: 'failed',
      aborted: 'aborted',
    },
  },
  copying: {
    stepInstalling: 'installing',
    installed: 'rebooting +reboot',
    ...{
      askedToBoot: 'failed',
      phonedHomeAgain: 'failed',
      broke: 'failed',
      wentSilent: 'failed',
      aborted: 'aborted',
    },
  },
  installing: {
    installed: 'rebooting +reboot',
    ...{
      askedToBoot: 'failed',
      phonedHomeAgain: 'failed',
      broke: 'failed',
      wentSilent: 'failed',
      aborted: 'aborted',
    },
  },
  rebooting: { returned: 'verifying +verify', broke: 'failed', wentSilent: 'failed', aborted: 'aborted' },
  verifying: {
    verified: 'done',
    verifiedWithServices: 'healthChecking +checkHealth',
    ...{ broke: 'failed', wentSilent: 'failed', aborted: 'aborted' },
  },
  healthChecking: { becameHealthy: 'done', broke: 'failed', wentSilent: 'failed', aborted: 'aborted' },
  skipped: { retried: 'pending' },
  done: { retried: 'pending' },
  failed: { retried: 'pending' },
  aborted: { retried: 'pending' },
}

describe('every phase with every fact', () => {
  for (const [name, journey] of Object.entries(journeys)) {
    for (const [factName, fact] of Object.entries(facts(journey))) {
      const expected = table[name as PhaseName][factName] ?? name
      it(`${name} × ${factName} → ${expected}`, () => {
        const [next, effects] = step(journey, fact)
        expect([next.phase.name, ...effects.map(({ type }) => `+${type}`)].join(' ')).toBe(expected)
      })
    }
  }
})

describe('within a phase', () => {
  it('counts magic packets, without putting off the deadline', () => {
    const [woken] = step(journeys.waking, { type: 'woke' }, 500)
    expect(woken.phase).toMatchObject({ packets: 1 })
    expect(woken.moved).toBe(journeys.waking.moved)
  })

  it('moves with the bytes of a transfer, and not when a boot begins again', () => {
    const [further] = step(
      journeys.fetching,
      { type: 'fetched', file: 'kernel', bytes: 900, total: 1000 },
      500,
    )
    expect(further).toMatchObject({ moved: 500, phase: { bytes: 900 } })
    const [again] = step(further, { type: 'fetched', file: 'firmware', bytes: 10, total: 100 }, 900)
    expect(again).toBe(further)
  })

  it('holds a foreign system until the word, then wakes it', () => {
    const [held] = step(journeys.checking, { type: 'probed', state: 'foreign', detail: 'it answers' })
    expect(held.phase).toMatchObject({ name: 'held', fault: { code: 'foreign-system' }, guest: null })
    const [waking, effects] = step(held, { type: 'wordGiven', disks: [] })
    expect([waking.phase.name, waking.word, effects]).toEqual(['waking', [], [{ type: 'wake' }]])
  })

  it('asks for no word that came while the disks were looked at', () => {
    const { wordGiven, objected } = facts(journeys.phonedHome)
    const [told] = step(journeys.phonedHome, wordGiven as JourneyFact)
    const [again, effects] = step(told, objected as JourneyFact)
    expect([again.phase.name, effects.map(({ type }) => type)]).toEqual(['phonedHome', ['inspect']])
  })

  it('looks again while it wakes a machine; that puts nothing off, and a word given is not asked again', () => {
    const [same, none] = step(journeys.waking, { type: 'probed', state: 'off', detail: '' }, 500)
    expect([same, none]).toEqual([journeys.waking, []])
    const [held] = step(journeys.waking, { type: 'probed', state: 'foreign', detail: 'it answers' })
    expect(held.phase).toMatchObject({ fault: { code: 'foreign-system', place: 'node1, waking' } })
    for (const word of ['any', []] as const) {
      const spoken = { ...journeys.waking, word }
      for (const state of ['current', 'foreign'] as const)
        expect(step(spoken, { type: 'probed', state, detail: '' })[0]).toBe(spoken)
    }
  })

  it('installs a current machine again only on a word given beforehand', () => {
    const wiped = { ...journeys.checking, word: 'any' as const }
    expect(step(wiped, { type: 'probed', state: 'current', detail: '' })[0].phase.name).toBe('waking')
  })

  it('keeps a word given for the run over a retry, and forgets one given for disks', () => {
    expect(step({ ...journeys.failed, word: 'any' }, { type: 'retried' })[0]).toMatchObject({
      attempt: 2,
      word: 'any',
    })
    expect(step({ ...journeys.failed, word: ['a'] }, { type: 'retried' })[0]).toMatchObject({
      attempt: 2,
      word: null,
    })
  })

  it('says what it leaves on the disk', () => {
    const left = (journey: Journey) => step(journey, { type: 'aborted' })[0].phase
    expect(left(journeys.booting)).toMatchObject({ disk: 'untouched' })
    expect(left(journeys.copying)).toMatchObject({ disk: 'halfWritten' })
    expect(left(journeys.verifying)).toMatchObject({ disk: 'installed' })
  })

  it('a timer of an earlier moment is harmless', () => {
    const late = {
      type: 'wentSilent',
      moved: -1,
      fault: { code: 'x', message: '', place: '', remedy: '' },
    } as const
    expect(step(journeys.booting, late)[0]).toBe(journeys.booting)
  })
})

describe('any sequence of facts', () => {
  const run = (all: readonly JourneyFact[]) => {
    let journey = begin('node1', 0)
    return all.map((fact, at) => {
      const before = journey
      const [after, effects] = advance(before, { at: at + 1, ...fact })
      journey = after
      return { before, fact, after, effects }
    })
  }

  it('reaches disko only through a passed guard', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 60 }), all => {
        for (const { before, fact, effects } of run(all)) {
          if (!effects.some(({ type }) => type === 'install')) continue
          expect([before.phase.name, fact.type]).toEqual(['phonedHome', 'guarded'])
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('leaves no journey without a deadline, unless it has ended', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 60 }), all => {
        for (const { after } of run(all)) expect(deadlineOf(after, deadlines) === null).toBe(ended(after))
      }),
      { numRuns: 1000 },
    )
  })

  it('lets done take nothing but a retry', () => {
    fc.assert(
      fc.property(anyFact, fact => {
        const [after, effects] = step(journeys.done, fact)
        expect(after === journeys.done && effects.length === 0).toBe(fact.type !== 'retried')
      }),
    )
  })

  it('is harmless when a fact is repeated, but for what it counts', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 40 }), anyFact, (all, fact) => {
        fc.pre(fact.type !== 'retried' && fact.type !== 'woke')
        const journey = run(all).at(-1)?.after ?? begin('node1', 0)
        const [once] = advance(journey, { at: 99, ...fact })
        const [twice, effects] = advance(once, { at: 99, ...fact })
        if (once.phase.name === journey.phase.name || once.attempt !== journey.attempt) return
        // The same fact may matter to the next phase too (an abort ends once, a boot asks once): never an install.
        expect(effects.some(({ type }) => type === 'install')).toBe(false)
        expect(twice.attempt).toBe(once.attempt)
      }),
      { numRuns: 1000 },
    )
  })
})

it('the examples are what they say', () => {
  for (const [name, journey] of Object.entries(journeys)) expect(journey.phase.name).toBe(name)
  expect(otherBoot.bootId).not.toBe(guest.bootId)
  expect(blankDisk.contents.kind).toBe('blank')
})
