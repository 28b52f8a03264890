import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffUnits } from '../../../src/engine/diff/units.ts'

const unit = `[Match]
Name=eno1

[Network]
Address=10.0.0.11/24
Gateway=10.0.0.1

[Route]
Destination=10.1.0.0/16
Gateway=10.0.0.254

[Route]
Destination=10.2.0.0/16
Gateway=10.0.0.254
`

describe('two units', () => {
  it('that say the same in another order are the same', () => {
    const other = `# by hand
[Route]
Gateway = 10.0.0.254
Destination = 10.2.0.0/16
[Network]
Gateway=10.0.0.1
; and so on
Address=10.0.0.11/24
[Route]
Destination=10.1.0.0/16
Gateway=10.0.0.254
[Match]
Name=eno1`
    expect(diffUnits(other, unit)).toEqual([])
  })

  it('tell which line of which section differs', () => {
    expect(diffUnits(unit.replace('.11/24', '.12/24'), unit)).toEqual([
      { side: 'both', text: '[Network]' },
      { side: 'running', text: 'Address=10.0.0.12/24' },
      { side: 'generated', text: 'Address=10.0.0.11/24' },
    ])
  })

  it('keep repeated sections apart: a route that moved to another gateway is not two routes', () => {
    expect(
      diffUnits(unit, unit.replace('10.2.0.0/16\nGateway=10.0.0.254', '10.2.0.0/16\nGateway=10.0.0.253')),
    ).toEqual([
      { side: 'both', text: '[Route]' },
      { side: 'running', text: 'Gateway=10.0.0.254' },
      { side: 'generated', text: 'Gateway=10.0.0.253' },
    ])
  })

  it('name a section that only one of them has', () => {
    expect(diffUnits(`${unit}[Link]\nMTUBytes=9000\n`, unit)).toEqual([
      { side: 'running', text: '[Link]' },
      { side: 'running', text: 'MTUBytes=9000' },
    ])
  })

  const anyUnit = fc
    .array(
      fc.tuple(
        fc.constantFrom('Match', 'Network', 'Route', 'Address'),
        fc.array(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2')), {
          minLength: 1,
          maxLength: 4,
        }),
      ),
      { maxLength: 6 },
    )
    .map(sections =>
      sections.map(
        ([name, lines]) => `[${name}]\n${lines.map(([key, value]) => `${key}=${value}\n`).join('')}`,
      ),
    )

  it('that are the same never differ, in whatever order their sections come', () => {
    fc.assert(
      fc.property(anyUnit, sections => {
        expect(diffUnits(sections.join(''), sections.toReversed().join(''))).toEqual([])
      }),
    )
  })

  it('that differ one way differ the other way too', () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, (a, b) => {
        expect(diffUnits(a.join(''), b.join('')).length > 0).toBe(
          diffUnits(b.join(''), a.join('')).length > 0,
        )
      }),
    )
  })
})
