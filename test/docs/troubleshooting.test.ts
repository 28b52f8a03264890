/** The page of codes and the program's codes are the same: each way. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8')

/** In the folder of faults every word-with-a-hyphen by itself is a code; elsewhere what is called one. */
const inFaults = /'([a-z0-9]+(?:-[a-z0-9]+)+)'|\bcode: '([a-z0-9-]+)'/g
const elsewhere = /\bcode: '([a-z0-9-]+)'|'(lab-[a-z-]+)'/g

/** Words in there that are none. */
const others = ['systemd-networkd', 'deploy-copy', 'deploy-switch', 'lab-store', 'lab-systems']

/** Codes put together where they are made, and the one-word ones of a table. */
const made = [
  ...['partitioning', 'copying', 'installing', 'deploy-copy', 'deploy-switch'].map(step => `${step}-failed`),
  ...['profile', 'network', 'host', 'service', 'policy', 'interface'].map(what => `unknown-${what}`),
  ...['mac', 'uuid', 'address', 'router-id', 'host-name', 'disk'].map(what => `duplicate-${what}`),
  ...['missing-mac', 'missing-host', 'silent'],
]

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(path =>
  /\.tsx?$/.test(path),
)

const codesIn = (path: string): readonly string[] => {
  const text = readFileSync(join(root, 'src', path), 'utf8')
  const words = [...text.matchAll(path.startsWith('engine/faults/') ? inFaults : elsewhere)]
  return words.flatMap(([, one, other]) => one ?? other ?? [])
}

const codes = [...new Set([...sources.flatMap(codesIn), ...made])]
  .filter(code => !others.includes(code))
  .sort()
const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` \| .+ \| .+ \|$/gm)].map(([, code]) => code ?? '')

it('has every code of the program, and no other', () => {
  expect(rows.toSorted()).toEqual(codes)
})

it('names in its symptoms only codes that there are', () => {
  const symptoms = page.slice(0, page.indexOf('# By code'))
  const named = [...symptoms.matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)].map(([, code]) => code ?? '')
  expect(named.filter(code => !codes.includes(code) && !/^(next-server)$/.test(code))).toEqual([])
})
