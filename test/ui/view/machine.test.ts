import { describe, expect, it } from 'vitest'
import type { LogLine } from '../../../src/engine/index.ts'
import { factLines } from '../../../src/ui/view/facts.ts'
import { asText, findIn, logLines, marked, wrapped } from '../../../src/ui/view/log.ts'
import { line, textOf } from '../../../src/ui/view/spans.ts'
import { chaptersOf, timelineLines } from '../../../src/ui/view/timeline.ts'
import { detailLines, traceLine, traceRows } from '../../../src/ui/view/trace.ts'
import { host, plan } from '../../engine/plans.ts'
import { theme } from '../frame.tsx'
import { done, failed, held, noon, runOf } from '../runs.ts'

const node1 = host('node1', { disks: [{ serial: 'S2' }], address: '10.0.0.11' })
const site = plan([node1])
const { glyphs } = theme

const machineAfter = (facts: Parameters<typeof runOf>[1]) => {
  const [machine] = runOf(site, facts).machines
  if (machine === undefined) throw new Error('no machine')
  return machine
}

describe('the timeline', () => {
  it('gives each phase its time, and the last none', () => {
    const { journey } = machineAfter(done('node1'))
    const chapters = chaptersOf(journey)
    expect(chapters.map(({ name, took }) => [name, took])).toEqual([
      ['pending', 0],
      ['checking', 1000],
      ['waking', 2000],
      ['offered', 1000],
      ['fetching', 1000],
      ['booting', 1000],
      ['phonedHome', 1000],
      ['partitioning', 1000],
      ['copying', 3000],
      ['installing', 1000],
      ['rebooting', 2000],
      ['verifying', 1000],
      ['done', null],
    ])
  })

  it('tells why one is held, what helps, and how long it may wait', () => {
    const { journey } = machineAfter(held('node1'))
    const text = timelineLines(journey, site, 100, glyphs, journey.since + 4000)
      .map(textOf)
      .join('\n')
    expect(text).toMatch(/! a disk to be erased is not blank/)
    expect(text).toContain("→ Type the host's name")
    expect(text).toContain('for 4.0 s')
    expect(text).toContain('left for your word')
  })

  it('says which attempt it is', () => {
    const { journey } = machineAfter([...failed('node1'), { type: 'retried', host: 'node1' }])
    expect(timelineLines(journey, site, 80, glyphs, noon).map(textOf)).toContain('attempt 2')
  })
})

describe('facts', () => {
  it('are those of the site until the machine speaks', () => {
    const text = asText(factLines(node1, machineAfter([]), 80, glyphs, noon))
    expect(text).toContain('may erase     serial S2')
    expect(text).toContain('its installer has not phoned home yet')
  })

  it('say which disk is erased and what is on it, also after the end', () => {
    const text = asText(factLines(node1, machineAfter(done('node1')), 80, glyphs, noon))
    expect(text).toMatch(/! \/dev\/vda {2}8\.0 GB {2}to be erased, or erased\n {4}blank/)
    expect(text).toContain('runs          /nix/store/system')
  })
})

describe('the trace', () => {
  const exchange = {
    at: noon,
    protocol: 'dhcp',
    line: 'DISCOVER: OFFER',
    detail: ['DISCOVER from 52:54', '  54 server: 10.0.0.1'],
  }

  it('has a name for each exchange, also for those of one moment', () => {
    expect(traceRows([exchange, exchange]).map(({ key }) => key)).toEqual([`${noon}/0`, `${noon}/1`])
  })

  it('opens to the decoded packet', () => {
    const [row] = traceRows([exchange])
    if (row === undefined) throw new Error('no row')
    expect(textOf(traceLine(row, 40))).toMatch(/^\d\d:\d\d:\d\d DHCP {2}DISCOVER: OFFER$/)
    expect(detailLines(row)).toEqual([
      [{ text: 'DISCOVER from 52:54', is: 'accent' }],
      [
        { text: '  54 server: ', is: 'quiet' },
        { text: '10.0.0.1', is: undefined },
      ],
    ])
  })
})

describe('the log', () => {
  const log: readonly LogLine[] = [
    { at: noon, source: 'install', line: 'copying path one' },
    { at: noon, source: 'install', line: '' },
    { at: noon, source: 'agent', line: '\u001b[31mError\u001b[0m:\tno such device\u0007' },
  ]
  const lines = logLines(log)

  it('leaves out what says nothing, and lets no control sequence through', () => {
    expect(lines.map(textOf).map(text => text.slice(9))).toEqual([
      'install copying path one',
      'agent   Error: no such device',
    ])
  })

  it('is searched without regard to case, and shows where', () => {
    expect(findIn(lines, 'ERROR')).toEqual([1])
    expect(findIn(lines, '  ')).toEqual([])
    expect(
      marked(line('a path and a path'), 'path').map(({ text, inverse }) => [text, inverse ?? false]),
    ).toEqual([
      ['a ', false],
      ['path', true],
      [' and a ', false],
      ['path', true],
      ['', false],
    ])
  })

  it('wraps without losing a word', () => {
    const long = [line('one two three four five six')]
    expect(wrapped(long, 10).map(textOf)).toEqual(['one two', 'three four', 'five six'])
    expect(wrapped(lines, 200)).toEqual(lines)
  })
})
