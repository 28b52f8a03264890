/** The house's one rule about its rooms: imports run one way. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../src')

/** What each room may import, besides itself. Packages and node: are named where they are allowed. */
const rooms: readonly { readonly room: RegExp; readonly may: RegExp }[] = [
  { room: /^engine\/protocol\//, may: /^engine\/protocol\// },
  {
    room: /^engine\/node\//,
    may: /^(engine\/(?!index|engine|servers|work)|node:|execa|ssh2|dhcp|tftp-server|node-wol)/,
  },
  {
    room: /^engine\/(servers|work)\//,
    may: /^(engine\/(?!node\/|index\.ts|engine\.ts)|zod|ipaddr\.js|@noble\/curves|@scure\/base)/,
  },
  { room: /^engine\//, may: /^(engine\/(?!node\/|index\.ts)|zod|ipaddr\.js)/ },
  {
    room: /^lab\//,
    may: /^(lab\/|engine\/(protocol\/|index\.ts|errors\.ts|plan\.ts|artifacts\.ts)|node:|ssh2|execa|dhcp)/,
  },
  { room: /^ui\//, may: /^(ui\/|engine\/index\.ts|ink|react|@inkjs|string-width|node:(stream|events|util))/ },
  { room: /^cli\//, may: /^(cli\/|ui\/|lab\/|engine\/(?!node\/)|node:|commander|oui-data|ink|react)/ },
  { room: /^main\.tsx$/, may: /./ },
]

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  path => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'),
)

const statement = /^(?:import|export)\s(?:[\w*\s{},$]+\sfrom\s)?'([^'\n]+)'|\bimport\('([^']+)'\)/gm

const importsOf = (path: string): string[] =>
  [...readFileSync(join(src, path), 'utf8').matchAll(statement)]
    .map(([, named, loaded]) => named ?? loaded ?? '')
    .map(target => (target.startsWith('.') ? relative(src, resolve(src, path, '..', target)) : target))

it.each(files)('%s imports only downwards', path => {
  const rule = rooms.find(({ room }) => room.test(path))
  expect(rule, `${path} is in no known room`).toBeDefined()
  expect(importsOf(path).filter(target => !rule?.may.test(target))).toEqual([])
})

it('sees the imports of a file', () => {
  expect(importsOf('engine/store.ts')).toContain('engine/snapshot.ts')
})
