import { expect, it } from 'vitest'
import { nixText } from '../../../src/engine/nix/text.ts'

it('joins lonely attributes, and quotes only the keys that need it', () => {
  expect(
    nixText({ a: { b: { c: 1 } }, 'x.y': true, 'eno1-x': {}, with: null, list: ['p', 2, { q: 'r' }] }),
  ).toBe(
    '{\n  a.b.c = 1;\n  "x.y" = true;\n  eno1-x = { };\n  "with" = null;\n  list = [ "p" 2 { q = "r"; } ];\n}',
  )
})

it('lets nothing out of a string', () => {
  expect(nixText({ a: `"; evil = builtins.exec "; $\{x} \\ \n` })).toBe(
    `{\n  a = "\\"; evil = builtins.exec \\"; \\$\{x} \\\\ \\n";\n}`,
  )
})
