import { describe, expect, it } from 'vitest'
import { succeed } from '../../../src/engine/errors.ts'
import type { Seen } from '../../../src/engine/index.ts'
import type { Answer } from '../../../src/engine/work/status/answer.ts'
import { textOf } from '../../../src/ui/view/spans.ts'
import {
  sinceWords,
  statusColumns,
  statusLines,
  statusRows,
  statusTally,
} from '../../../src/ui/view/status.ts'
import { sortRows } from '../../../src/ui/view/table.ts'
import { theme } from '../frame.tsx'
import { noon } from '../runs.ts'
import { statusOf } from '../statuses.ts'

const { glyphs } = theme
const ours = (running: string): Answer => ({
  kind: 'ours',
  running: succeed(running),
  hostKey: 'k',
  health: [],
})
const answers: Readonly<Record<string, Answer>> = {
  a: ours('/nix/store/new'),
  b: { kind: 'silent' },
  c: { kind: 'stranger' },
  d: ours('/nix/store/old'),
  e: { kind: 'lockedOut' },
}
const seen = new Map<string, Seen>(
  Object.entries(answers).map(([host, answer]) => [
    host,
    { status: statusOf(host, answer), at: noon - 3000 },
  ]),
)
const hosts = [...Object.keys(answers), 'f']
const rowOf = (host: string) => statusRows([host], seen, '')[0] ?? expect.fail()
const told = (host: string) => statusLines(rowOf(host), 60, glyphs, noon).map(textOf).join('\n')

describe('the table of machines', () => {
  it('counts how they stand, those that want somebody first', () => {
    expect(textOf(statusTally(statusRows(hosts, seen, '')))).toBe(
      '1 foreign · 1 out of date · 1 installed · 1 off · 1 current · 1 looking',
    )
  })

  it('sorts by what wants somebody, and filters by any word of a row', () => {
    const column = statusColumns(glyphs, noon).find(({ key }) => key === 'state')
    const rows = statusRows(hosts, seen, '')
    expect(sortRows(rows, column, false).map(({ host }) => host)).toEqual(['c', 'd', 'e', 'b', 'a', 'f'])
    expect(statusRows(hosts, seen, 'date old').map(({ host }) => host)).toEqual(['d'])
  })

  it('says since when by the clock today, by the date before', () => {
    expect(sinceWords(noon - 60_000, noon)).toMatch(/^\d\d:59:00$/)
    expect(sinceWords(noon - 3 * 24 * 3_600_000, noon)).toMatch(/^2025-12-29$/)
    expect(sinceWords(null, noon)).toBe('')
  })
})

describe('one machine', () => {
  it('that is foreign, or could not be verified, shows what helps', () => {
    expect(told('c')).toMatch(/✗ foreign[\s\S]*→ It is left alone[\s\S]*--wipe c/)
    expect(told('e')).toMatch(/! installed[\s\S]*→ Name the key that opens it with --ssh-key/)
    expect(told('b')).toMatch(/off[\s\S]*→ Switch it on/)
  })

  it('says how it is known, and how long ago that was seen', () => {
    expect(told('a')).toContain('known from site, records')
    expect(told('a')).toContain('looked at 3 s ago')
    expect(told('f')).toBe('f is being looked for')
  })
})
