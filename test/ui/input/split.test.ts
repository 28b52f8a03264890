import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSplitter, escapeKey, type Token } from '../../../src/ui/input/split.ts'

const esc = '\u001b'

const split = (...chunks: readonly string[]): Token[] => {
  const splitter = createSplitter()
  return [...chunks.flatMap(chunk => splitter.push(chunk)), ...splitter.quiet()]
}

const keys = (...bytes: readonly string[]): Token[] => bytes.map(bytes => ({ kind: 'key', bytes }))

const key = fc
  .constantFrom('j', 'é', '中', '😀', '\r', '\t', '\u007f', ' ', ...named())
  .map((bytes): Piece => ({ sent: bytes, token: { kind: 'key', bytes } }))

const paste = fc
  .string({ unit: 'binary' })
  .filter(text => !text.includes(`${esc}[201~`))
  .map((text): Piece => ({ sent: `${esc}[200~${text}${esc}[201~`, token: { kind: 'paste', text } }))

const reply = fc
  .constantFrom(
    `${esc}]11;rgb:1e1e/1e1e/1e1e${esc}\\`,
    `${esc}]4;1;rgb:ffff/0000/0000\u0007`,
    `${esc}[?62;22c`,
    `${esc}[>1;10;0c`,
    `${esc}[24;80R`,
    `${esc}[I`,
    `${esc}[O`,
    `${esc}[?2026;2$y`,
    `${esc}[?1u`,
    `${esc}[8;24;80t`,
    `${esc}[<0;10;20M`,
    `${esc}P>|tmux 3.3a${esc}\\`,
    `${esc}[?997;1n`,
  )
  .map((bytes): Piece => ({ sent: bytes, token: { kind: 'reply', bytes } }))

interface Piece {
  readonly sent: string
  readonly token: Token
}

function named(): string[] {
  const letters = ['A', 'B', 'C', 'D', 'H', 'F', 'Z', '1;5C', '5~', '6~', '3~', '1~', '15~', '97;5u']
  return [...letters.map(rest => `${esc}[${rest}`), `${esc}OA`, `${esc}OP`, `${esc}[[A`]
}

const pieces = fc.array(fc.oneof(key, paste, reply), { maxLength: 20 })

describe('what a terminal sends', () => {
  it('comes apart into exactly what was put together', () => {
    fc.assert(
      fc.property(pieces, sent => {
        expect(split(sent.map(({ sent }) => sent).join(''))).toEqual(sent.map(({ token }) => token))
      }),
    )
  })

  it('is the same however the reads cut it', () => {
    const cut = fc.tuple(pieces, fc.array(fc.nat(400), { maxLength: 8 }))
    fc.assert(
      fc.property(cut, ([sent, places]) => {
        // By characters: the stream's decoder never hands over half of one.
        const text = [...sent.map(({ sent }) => sent).join('')]
        const edges = [0, ...places.map(place => place % (text.length + 1)), text.length].sort(
          (a, b) => a - b,
        )
        const chunks = edges.slice(1).map((edge, index) => text.slice(edges[index], edge).join(''))
        expect(split(...chunks)).toEqual(sent.map(({ token }) => token))
      }),
    )
  })

  it('never throws and never waits for more after a silence, whatever it is', () => {
    const garbage = fc.array(
      fc.constantFrom(esc, '[', ']', 'O', '?', ';', '1', 'R', '~', '\u009b', 'P', '\\'),
    )
    fc.assert(
      fc.property(garbage, parts => {
        const splitter = createSplitter()
        splitter.push(parts.join(''))
        splitter.quiet()
        expect([splitter.waits, splitter.push('j')]).toEqual(['nothing', keys('j')])
      }),
    )
  })

  it('types nothing that a terminal answers, however little of it came', () => {
    const part = fc.tuple(reply, fc.nat(100)).map(([{ sent }, end]) => sent.slice(0, 2 + (end % sent.length)))
    fc.assert(
      fc.property(part, bytes => {
        expect(split(bytes).filter(({ kind }) => kind === 'key')).toEqual([])
      }),
    )
  })
})

describe('a lone escape byte', () => {
  it('is Esc once nothing follows it', () => {
    const splitter = createSplitter()
    expect([splitter.push(esc), splitter.waits, splitter.quiet()]).toEqual([[], 'briefly', keys(escapeKey)])
  })

  it('is Esc before another sequence', () => {
    expect(split(`${esc}${esc}[A`)).toEqual(keys(escapeKey, `${esc}[A`))
  })

  it('with a character right behind it is both, one after the other', () => {
    expect(split(`${esc}j`)).toEqual(keys(escapeKey, 'j'))
  })
})

describe('a paste', () => {
  it('whose end never comes ends with the silence', () => {
    expect(split(`${esc}[200~rm -rf /\r`)).toEqual([{ kind: 'paste', text: 'rm -rf /\r' }])
  })
})
