import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fact, RunEvent } from '../../src/engine/events.ts'
import { createStore, replay } from '../../src/engine/store.ts'
import { anyFact } from './journeys.ts'

const storeOf = (hosts: readonly string[]) => {
  const written: RunEvent[] = []
  const moved: string[] = []
  let at = 0
  const store = createStore({
    now: () => at++,
    write: event => written.push(event),
    moved: (host, _, { journey }) => moved.push(`${host} ${journey.phase.name}`),
  })
  store.tell({
    type: 'runStarted',
    site: 'site.json',
    version: '1',
    hosts: hosts.map(name => ({ name, macs: [], wave: 0 })),
  })
  return { store, written, moved }
}

describe('the store', () => {
  it('writes an event down before anyone sees it', () => {
    const { store, written } = storeOf(['node1'])
    const seen: number[] = []
    store.observe(() => seen.push(written.length))
    store.tell({ type: 'started', host: 'node1' })
    expect([seen, written.at(-1)?.type]).toEqual([[2], 'started'])
  })

  it('takes facts one at a time, and tells its listeners once', () => {
    const { store, moved } = storeOf(['node1', 'node2'])
    let told = 0
    store.observe(
      event =>
        event.type === 'started' && event.host === 'node1' && store.tell({ type: 'started', host: 'node2' }),
    )
    store.subscribe(() => told++)
    store.tell({ type: 'started', host: 'node1' })
    expect([moved, told]).toEqual([['node1 checking', 'node2 checking'], 1])
  })

  it('gives the same snapshot until something happens', () => {
    const { store } = storeOf(['node1'])
    const before = store.getSnapshot()
    expect(store.getSnapshot()).toBe(before)
    store.tell({ type: 'started', host: 'node1' })
    expect(store.getSnapshot()).not.toBe(before)
    expect(before.machines[0]?.journey.phase.name).toBe('pending')
  })

  it('keeps what it hears of a host that is not in the run out of the machines', () => {
    const { store } = storeOf(['node1'])
    store.tell({ type: 'started', host: 'stranger' })
    expect(store.getSnapshot().machines).toHaveLength(1)
  })

  it('counts a machine that keeps asking once', () => {
    const { store } = storeOf([])
    const unknown: Fact = {
      type: 'discovered',
      mac: '02:00:00:00:00:01',
      uuid: null,
      firmware: 'bios',
      why: 'unknown',
      via: 'dhcp',
    }
    store.tell(unknown)
    store.tell(unknown)
    expect(store.getSnapshot().discovered['02:00:00:00:00:01']).toMatchObject({ times: 2, first: 2, last: 3 })
  })

  it('replaying what was written gives the same snapshot', () => {
    const hosts = ['node1', 'node2']
    const fact = fc.record({ host: fc.constantFrom(...hosts), fact: anyFact })
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 80 }), facts => {
        const { store, written } = storeOf(hosts)
        for (const { host, fact } of facts) store.tell({ host, ...fact })
        const lines = written.map(event => JSON.parse(JSON.stringify(event)) as RunEvent)
        expect(replay(lines)).toEqual(store.getSnapshot())
      }),
      { numRuns: 300 },
    )
  })
})
