import { describe, expect, it } from 'vitest'
import type { DeployFact } from '../../../src/engine/work/deploy/facts.ts'
import { afterFact, waiting } from '../../../src/engine/work/deploy/standing.ts'
import { deployColumns, deployLines, rollOutReport, wayLine } from '../../../src/ui/view/deploy.ts'
import { textOf } from '../../../src/ui/view/spans.ts'
import { fault } from '../../engine/journeys.ts'
import { theme } from '../frame.tsx'
import { noon } from '../runs.ts'
import { deployedTo, rollOutWith } from '../statuses.ts'

const { glyphs } = theme
const standing = (...facts: readonly DeployFact[]) =>
  facts.reduce((was, fact) => afterFact(was, fact, noon), waiting('node1', noon))
const confirming = deployedTo('confirming', { type: 'revertsIn', seconds: 47 })
const what = (facts: readonly DeployFact[], now = noon) =>
  deployColumns(glyphs, now)
    .find(({ key }) => key === 'what')
    ?.text(standing(...facts))

describe('a machine on its way to another system', () => {
  it('counts down to when it goes back by itself', () => {
    expect(what(confirming)).toBe('goes back in 0:47 unless it is confirmed')
    expect(what(confirming, noon + 40_000)).toBe('goes back in 0:07 unless it is confirmed')
  })

  it('shows what it went through, where it is, and where it broke', () => {
    expect(textOf(wayLine(standing(), glyphs, noon))).toBe(
      '· evaluating → · copying → · switching → · confirming',
    )
    expect(textOf(wayLine(standing(...deployedTo('switching')), glyphs, noon))).toMatch(
      /^✓ evaluating → ✓ copying → \S switching → · confirming$/,
    )
    const back = standing(...confirming, { type: 'reverted', system: '/nix/store/a', fault })
    expect(textOf(wayLine(back, glyphs, noon))).toBe('✓ evaluating → ✓ copying → ✓ switching → ✗ confirming')
    const done = standing(...confirming, { type: 'deployed', system: '/nix/store/b' })
    expect(textOf(wayLine(done, glyphs, noon))).toBe('✓ evaluating → ✓ copying → ✓ switching → ✓ confirming')
  })

  it('that went back says why, and what helps', () => {
    const back = standing(...confirming, { type: 'reverted', system: '/nix/store/a', fault })
    const text = deployLines(back, 80, glyphs, noon).map(textOf).join('\n')
    expect(text).toContain(`[${fault.code}]`)
    expect(text).toContain(`→ ${fault.remedy}`)
    expect(text).not.toContain('goes back in')
  })

  it('says which system it runs by its name, in as few columns as a table has', () => {
    const system = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-nixos-system-node1-25.11'
    expect(what([...confirming, { type: 'deployed', system }])).toBe('runs 0123456…-nixos-system-node1-25.11')
    expect(what([...confirming, { type: 'deployed', system: '/elsewhere' }])).toBe('runs /elsewhere')
  })

  it('shows nothing of a control sequence that its build printed', () => {
    expect(what([...deployedTo('copying'), { type: 'logged', line: 'a\u001b[31mb\u0007' }])).toBe('ab')
  })

  it('is a line of the report', () => {
    const state = rollOutWith({ node1: [...confirming, { type: 'deployed', system: '/nix/store/b' }] })
    expect(rollOutReport(state)).toEqual(['node1        confirmed      runs /nix/store/b'])
  })
})
