import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutOf, visibleBands, widthsOf, windowAt } from '../../../src/ui/view/layout.ts'
import { orderMachines } from '../../../src/ui/view/order.ts'
import { attentionLines, paneLines, rowLine } from '../../../src/ui/view/pane.ts'
import { textOf } from '../../../src/ui/view/spans.ts'
import {
  etaOf,
  overallOf,
  slowestOf,
  summaryLine,
  surroundingsLine,
  throughputOf,
} from '../../../src/ui/view/summary.ts'
import { host, plan } from '../../engine/plans.ts'
import { theme } from '../frame.tsx'
import { copying, done, endOf, failed, held, noon, runOf } from '../runs.ts'

const site = plan(['node10', 'node2', 'node1', 'node3'].map(name => host(name)))
const facts = [...done('node10'), ...held('node1'), ...failed('node2'), ...copying('node3')]
const run = runOf(site, facts)
const now = endOf(site, facts)
const drawn = { plan: site, glyphs: theme.glyphs, now }
const machine = (name: string) => {
  const found = run.machines.find(({ journey }) => journey.host === name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('the order', () => {
  const names = (by: 'urgency' | 'name' | 'elapsed' | 'wave', filter = '', reversed = false) =>
    orderMachines(run.machines, site, { by, filter, reversed }, now).map(({ journey }) => journey.host)

  it('puts those that want somebody first', () =>
    expect(names('urgency')).toEqual(['node1', 'node2', 'node3', 'node10']))
  it('knows that ten comes after two', () =>
    expect(names('name')).toEqual(['node1', 'node2', 'node3', 'node10']))
  it('turns round', () => expect(names('name', '', true)[0]).toBe('node10'))
  it('filters by name and by state', () => {
    expect(names('name', 'node1')).toEqual(['node1', 'node10'])
    expect(names('name', 'held')).toEqual(['node1'])
    expect(names('name', 'NODE fail')).toEqual(['node2'])
  })
})

describe('the room', () => {
  const room = fc.record({
    columns: fc.integer({ min: 60, max: 300 }),
    rows: fc.integer({ min: 8, max: 80 }),
  })
  const count = fc.integer({ min: 0, max: 600 })

  it('is never overdrawn by panes, and the cursor is always among them', () => {
    fc.assert(
      fc.property(room, count, fc.nat(600), fc.nat(600), (room, all, attention, at) => {
        const layout = layoutOf(Math.min(attention, all), all, room, 'panes')
        if (layout.form === 'rows' || all === 0) return true
        const cursor = at % all
        const bands = visibleBands(layout.bands, cursor, room.rows)
        const height = bands.reduce((sum, band) => sum + band.height, 0)
        return height <= room.rows && bands.some(({ from, to }) => cursor >= from && cursor < to)
      }),
    )
  })

  it('holds every machine exactly once', () => {
    fc.assert(
      fc.property(room, count, fc.nat(600), (room, all, attention) => {
        const layout = layoutOf(Math.min(attention, all), all, room, 'panes')
        const held =
          layout.form === 'panes'
            ? layout.bands.flatMap(({ from, to }) =>
                Array.from({ length: to - from }, (_, nth) => from + nth),
              )
            : []
        expect(held).toEqual(Array.from({ length: all }, (_, nth) => nth))
      }),
    )
  })

  it('is shared without a rest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 40, max: 300 }),
        (columns, width) => widthsOf(columns, width).reduce((sum, one) => sum + one, 0) === width,
      ),
    )
  })

  it('is rows when panes would not all fit, panes when they do', () => {
    expect(layoutOf(0, 5, { columns: 80, rows: 19 }).form).toBe('panes')
    expect(layoutOf(0, 60, { columns: 80, rows: 19 }).form).toBe('rows')
    expect(layoutOf(0, 30, { columns: 200, rows: 45 }).form).toBe('panes')
    expect(layoutOf(0, 5, { columns: 80, rows: 19 }, 'rows').form).toBe('rows')
  })

  it('keeps the cursor in the window and moves it no more than it must', () => {
    expect([
      windowAt(0, 4, 100, 5),
      windowAt(0, 5, 100, 5),
      windowAt(10, 8, 100, 5),
      windowAt(10, 12, 100, 5),
    ]).toEqual([0, 1, 8, 10])
  })
})

describe('a pane', () => {
  it('tells way, doing, bytes and last words', () => {
    expect(paneLines(machine('node3'), 60, 4, drawn).map(textOf).slice(1)).toEqual([
      'copying the system',
      expect.stringMatching(/^400 MB of 1.2 GB, .*\/s, .* left/),
      "copying path '/nix/store/abc-system'",
    ])
  })

  it('with room for two lines counts the bytes', () => {
    expect(textOf(paneLines(machine('node3'), 34, 2, drawn)[1] ?? [])).toMatch(/^400 MB of 1.2 GB/)
  })

  it('of one that is held tells why, what helps, and the keys', () => {
    const lines = attentionLines(machine('node1'), 60, 5, drawn).map(textOf)
    expect(lines[0]).toBe('a disk to be erased is not blank: /dev/sda [disk-holds-data]')
    expect(lines[1]).toContain("→ Type the host's name")
    expect(lines.at(-1)).toMatch(/^w confirm wipe {3}s skip {3}x abort {3}.* left for your word$/)
  })

  it('of one that failed offers another attempt', () => {
    expect(attentionLines(machine('node2'), 60, 5, drawn).map(textOf)).toEqual([
      'it did not wake [no-wake]',
      '→ Press its button',
      'r retry',
    ])
  })

  it.each([3, 4, 5, 7])('keeps to %d rows', rows => {
    for (const each of run.machines)
      expect(attentionLines(each, 40, rows, drawn).length).toBeLessThanOrEqual(rows)
  })

  it('or a row tells the same in one line', () => {
    expect(textOf(rowLine(machine('node3'), 8, 120, drawn))).toMatch(
      /^node3 .*copying .*━.*copying the system · 400 MB/,
    )
  })
})

describe('the summary', () => {
  it('counts what is installed and who is slowest', () => {
    expect(textOf(summaryLine(run, site, 80, theme.glyphs, now))).toMatch(
      /1 of 4 installed · about 0:\d\d left · .*B\/s · slowest node3 0:\d\d$/,
    )
  })

  it('is over all machines, each as far as it came', () => {
    expect(overallOf(run, now)).toBeGreaterThan(0.25)
    expect(overallOf(run, now)).toBeLessThan(1)
    expect(overallOf(runOf(site, []), noon)).toBe(0)
  })

  it('measures what goes over the wire', () => {
    const progressedAt = now - 1000
    expect(throughputOf(run, progressedAt + 3000)).toBeCloseTo(400e6 / 4, -6)
  })

  it('takes those that wait in rounds of what may run at once', () => {
    const two = plan(
      ['node1', 'node2', 'node3'].map(name => host(name)),
      { provision: { ...site.provision, parallel: 1 } },
    )
    const facts = done('node1')
    const run = runOf(two, facts)
    const took = endOf(two, facts) - noon
    expect(etaOf(run, two, endOf(two, facts))).toBe(2 * took)
  })

  it('says nothing before anything can be said', () => {
    expect(etaOf(runOf(site, [{ type: 'started', host: 'node1' }]), site, noon)).toBeNull()
    expect(slowestOf(runOf(site), noon)).toBeNull()
  })

  it('tells what goes on around the machines', () => {
    const run = runOf(site, [
      { type: 'building', what: 'node1', done: 3, expected: 12, bytes: 0, ofBytes: 0 },
      {
        type: 'discovered',
        mac: '52:54:00:00:00:99',
        uuid: null,
        firmware: 'BIOS',
        why: 'unknown',
        via: '10.0.0.1',
      },
      { type: 'warned', fault: { code: 'c', message: 'm', place: 'p', remedy: 'r' } },
    ])
    expect(textOf(surroundingsLine(run, noon + 5000))).toBe(
      'running · 0:05 · 10.0.0.1, beside the address server · building node1 25% · 1 unknown machine asked to boot · ! 1 warning',
    )
  })
})
