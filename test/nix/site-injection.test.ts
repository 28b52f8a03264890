import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asNix, evaluate, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

// Whatever a site says, it stays inside its line: either it is refused, or the files have the shape they always have.
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.stringMatching(/^[a-z./:@-]{1,20}$/),
  fc.constantFrom(
    'a\nb',
    'a }',
    '{',
    '"',
    "'",
    'a;b',
    '$(id)',
    '`id`',
    '{$HOME}',
    '{env.X}',
    '/a b',
    'x.example\n',
    '--',
  ),
)

const places = {
  domain: (text: string) => ({ interface: { proxy: { domain: text } } }),
  path: (text: string) => ({ interface: { proxy: { path: text } } }),
  upstream: (text: string) => ({ interface: { proxy: { upstream: text } } }),
  database: (text: string) => ({ interface: { db: { name: text } } }),
  owner: (text: string) => ({ interface: { db: { owner: text } } }),
  extension: (text: string) => ({ interface: { db: { extensions: [text] } } }),
  passwordFile: (text: string) => ({ interface: { db: { passwordFile: text } } }),
  hostname: (text: string) => ({ hostname: text, interface: { proxy: {} } }),
}
type Place = keyof typeof places

const sample: Record<Place, string> = {
  domain: 'a.example',
  path: '/',
  upstream: 'h:80',
  database: 'x',
  owner: 'x',
  extension: 'x',
  passwordFile: '/x',
  hostname: 'h',
}

const site = (place: Place, text: string) => ({
  hosts: { a: {} },
  services: { web: { host: 'a', ...places[place](text) } },
})

/** Each site's files, or null where it is refused: one evaluation for all of them. */
const files = (sites: object[]) =>
  evaluate<({ caddyfile: string; sql: string } | null)[]>(`map
    (site:
      let
        host = (import ${root}/nix/lib site).hosts.a;
        made = { inherit (host) caddyfile; inherit (host.databases) sql; };
        tried = builtins.tryEval (builtins.deepSeq made made);
      in if tried.success then tried.value else null)
    ${asNix(sites)}`)

const opening = (text: string) => text.split('\n').map(line => line.trim().split(' ')[0] ?? '')

describeWith(['nix'], 'no text of a site leaves its line', () => {
  test.each(Object.keys(places) as Place[])('%s', async place => {
    const texts = fc.sample(hostile, 150).filter(text => !text.includes('\0'))
    const [plain, ...made] = await files([sample[place], ...texts].map(text => site(place, text)))
    expect(plain).not.toBeNull()
    for (const [index, file] of made.entries()) {
      if (!file) continue
      const text = texts[index] ?? ''
      expect(text, 'what is let through has no character that means something').toMatch(/^[\w.~:@/[\]-]+$/)
      expect(file.sql.split('\n').length).toBe(plain?.sql.split('\n').length)
      if (place !== 'path' && place !== 'domain')
        expect(opening(file.caddyfile)).toEqual(opening(plain?.caddyfile ?? ''))
    }
  })
})
