/** Who starts when: examples, and what holds for every plan and every course of events. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PhaseName } from '../../../src/engine/journey.ts'
import type { Host, Plan } from '../../../src/engine/plan.ts'
import { layersOf, nextToStart } from '../../../src/engine/site/order.ts'

type Ordered = Pick<Host, 'name' | 'wave' | 'after' | 'managed'>

/** Only what order looks at. */
const planOf = (hosts: readonly Partial<Ordered>[]) =>
  ({
    hosts: hosts.map(host => ({ wave: 1, after: [], managed: true, ...host })),
    provision: { parallel: 2 },
  }) as unknown as Plan

const at = (states: Record<string, PhaseName>) => new Map(Object.entries(states))

describe('of machines', () => {
  const plan = planOf([
    { name: 'a' },
    { name: 'b', after: ['a'] },
    { name: 'c', after: ['b'] },
    { name: 'd' },
  ])

  test('those start that wait for nobody, as many as may', () => {
    const all = at({ a: 'pending', b: 'pending', c: 'pending', d: 'pending' })
    expect(nextToStart(plan, all)).toEqual({ start: ['a', 'd'], blocked: [] })
    expect(nextToStart(plan, all, 1).start).toEqual(['a'])
  })

  test('those that are busy take their places, those that are held do not', () => {
    const states = { a: 'done', b: 'pending', c: 'pending' } as const
    expect(nextToStart(plan, at({ ...states, d: 'booting' }), 1).start).toEqual([])
    expect(nextToStart(plan, at({ ...states, d: 'held' }), 1).start).toEqual(['b'])
  })

  test('those do not start that need one that failed, however far; and they say which', () => {
    const states = at({ a: 'failed', b: 'pending', c: 'pending', d: 'done' })
    expect(nextToStart(plan, states)).toEqual({
      start: [],
      blocked: [
        { host: 'b', by: 'a' },
        { host: 'c', by: 'a' },
      ],
    })
  })

  test('one that was skipped, or takes no part, holds nobody up', () => {
    expect(nextToStart(plan, at({ a: 'skipped', b: 'pending' })).start).toEqual(['b'])
    expect(nextToStart(plan, at({ c: 'pending' })).start).toEqual(['c'])
  })
})

describe('of waves', () => {
  const plan = planOf([
    { name: 'late', wave: 2 },
    { name: 'early', wave: 1 },
    { name: 'needs', wave: 1, after: ['early'] },
  ])

  test('a later one waits until the earlier has ended', () => {
    const phase = (early: PhaseName, needs: PhaseName) =>
      nextToStart(plan, at({ late: 'pending', early, needs })).start
    expect(phase('pending', 'pending')).toEqual(['early'])
    expect(phase('copying', 'pending')).toEqual([])
    expect(phase('held', 'done')).toEqual([])
    expect(phase('done', 'done')).toEqual(['late'])
  })

  test('a failure in the earlier stops only those that need it', () => {
    expect(nextToStart(plan, at({ late: 'pending', early: 'failed', needs: 'pending' }))).toEqual({
      start: ['late'],
      blocked: [{ host: 'needs', by: 'early' }],
    })
  })
})

/** Machines that need only machines before them, in waves that do not fall. */
const plans = fc
  .array(
    fc.record({ step: fc.boolean(), managed: fc.boolean(), needs: fc.array(fc.nat(), { maxLength: 3 }) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  .map(drafts => {
    let wave = 1
    return planOf(
      drafts.map(({ step, managed, needs }, index) => {
        wave += step ? 1 : 0
        const after = index === 0 ? [] : [...new Set(needs.map(need => need % index))]
        const known = after.filter(other => drafts[other]?.managed)
        return { name: `m${index}`, wave, managed, after: known.map(other => `m${other}`) }
      }),
    )
  })

const managed = (plan: Plan) => plan.hosts.filter(host => host.managed)

test('every machine is in one layer, after all it needs and all lower waves', () => {
  fc.assert(
    fc.property(plans, plan => {
      const layers = layersOf(plan)
      expect(layers.flat().sort()).toEqual(
        managed(plan)
          .map(({ name }) => name)
          .sort(),
      )
      const layerOf = (name: string) => layers.findIndex(layer => layer.includes(name))
      for (const host of managed(plan)) {
        for (const need of host.after) expect(layerOf(need)).toBeLessThan(layerOf(host.name))
        for (const other of managed(plan))
          if (other.wave < host.wave) expect(layerOf(other.name)).toBeLessThan(layerOf(host.name))
      }
    }),
  )
})

test('whatever fails, every machine ends or is blocked by one that failed, and never too many run', () => {
  const courses = fc.infiniteStream(fc.constantFrom<PhaseName>('done', 'failed', 'skipped', 'aborted'))
  fc.assert(
    fc.property(plans, courses, fc.integer({ min: 1, max: 4 }), (plan, course, parallel) => {
      const states = new Map<string, PhaseName>(managed(plan).map(({ name }) => [name, 'pending']))
      for (;;) {
        for (const name of nextToStart(plan, states, parallel).start) states.set(name, 'copying')
        const running = [...states].filter(([, phase]) => phase === 'copying').map(([name]) => name)
        expect(running.length).toBeLessThanOrEqual(parallel)
        if (running.length === 0) break
        states.set(running[0] ?? '', course.next().value)
      }
      const { blocked } = nextToStart(plan, states, parallel)
      const left = [...states].filter(([, phase]) => phase === 'pending').map(([name]) => name)
      expect(blocked.map(({ host }) => host).sort()).toEqual(left.sort())
      for (const { by } of blocked) expect(states.get(by)).toMatch(/failed|aborted/)
    }),
  )
})
