import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { earlierRun, halfWritten, knowingOf, readJournal, unfinished } from '../../src/engine/earlier.ts'
import type { Fact, RunEvent } from '../../src/engine/events.ts'
import { guest } from './journeys.ts'

const started: Fact = {
  type: 'runStarted',
  ...{ site: 'site.json', version: '1', folder: '/run/firstlight--x', asked: { cwd: '/', flags: {} } },
  hosts: ['a', 'b', 'c'].map(name => ({ name, macs: [], wave: 1 })),
}

const upTo: readonly Fact[] = [
  ...([{ type: 'started' }, { type: 'probed', state: 'off', detail: '' }] as const).map(fact => ({
    host: 'a',
    ...fact,
  })),
  { host: 'a', type: 'phonedHome', guest },
  { host: 'a', type: 'guarded', erases: guest.disks },
  { host: 'a', type: 'hostKeyMade', hostKey: 'ssh-ed25519 AAAA' },
  { host: 'a', type: 'stepStarted', step: 'copying' },
]

const runOf = (facts: readonly Fact[], from = 0): readonly RunEvent[] =>
  [started, ...facts].map((fact, n) => ({ at: from + n, ...fact }))

const textOf = (events: readonly RunEvent[]): string =>
  events.map(event => `${JSON.stringify(event)}\n`).join('')

const known = (facts: readonly Fact[], from = 0) => {
  const run = earlierRun('journal', runOf(facts, from))
  if (run === undefined) throw new Error('this is a run')
  return run
}

describe('a journal', () => {
  it('cut off at any byte is the events before that', () => {
    const events = runOf(upTo)
    const text = textOf(events)
    fc.assert(
      fc.property(fc.nat(text.length), length => {
        const read = readJournal(text.slice(0, length))
        expect(read).toEqual(events.slice(0, read.length))
        expect(read.length).toBeGreaterThanOrEqual(text.slice(0, length).split('\n').length - 1)
      }),
    )
  })

  it('that is none is no run', () => {
    expect(earlierRun('x', readJournal('not\na journal\n{"at":"then"}\n[]'))).toBeUndefined()
    expect(earlierRun('x', [])).toBeUndefined()
  })
})

describe('a run that was cut off', () => {
  it('tells how far each machine came, and by which keys it is known', () => {
    const run = known(upTo)
    expect([run.settled, halfWritten(run), unfinished(run)]).toEqual([false, ['a'], ['a', 'b', 'c']])
    expect(run.hosts.get('a')).toMatchObject({ hostKey: 'ssh-ed25519 AAAA', guest, erased: guest.disks })
    expect(run.hosts.get('b')).toMatchObject({ disk: 'untouched', hostKey: null, guest: null })
  })

  it('that left a machine out by a word leaves it out again', () => {
    expect(unfinished(known([{ host: 'b', type: 'leftOut' }]))).toEqual(['a', 'c'])
  })
})

describe('a newer run', () => {
  it('that did not touch a disk knows how the older one left it', () => {
    const both = knowingOf(known([{ host: 'a', type: 'aborted' }], 100), known(upTo))
    expect(halfWritten(both)).toEqual(['a'])
    expect(both.hosts.get('a')).toMatchObject({ hostKey: 'ssh-ed25519 AAAA', guest })
  })

  it('that installed it has mended it', () => {
    const newer = known([...upTo, { host: 'a', type: 'installed' }], 100)
    expect(halfWritten(knowingOf(newer, known(upTo)))).toEqual([])
  })
})
