/** Where installers are looked for, and how often Nix is asked. */
import { describe, expect, it } from 'vitest'
import { findInstallers } from '../../../src/engine/nix/find-installers.ts'
import { type FakeProgram, fakeProcesses } from '../../fakes/world.ts'

const drv = (name: string) => ({ drv: `/nix/store/${name}.drv`, out: `/nix/store/${name}` })
const whole = {
  problems: [],
  outputs: { kernel: drv('linux'), netbootRamdisk: drv('ramdisk'), toplevel: drv('system') },
}
const absent = { absent: true, problems: ['it is not there'], outputs: {} }
const partial = { problems: ['netbootRamdisk is missing'], outputs: { kernel: drv('linux') } }

type Answer = object | string
/** Flakes by reference, each with its installers; a text is the error that one fails with. */
const flakes = (known: Readonly<Record<string, Readonly<Record<string, Answer>> | string>>): FakeProgram => {
  const answer: FakeProgram = ({ command }) => {
    const asked = command.at(-1) ?? ''
    const flake = known[/flake = "([^"]+)"/.exec(asked)?.[1] ?? ''] ?? 'no such flake'
    if (typeof flake === 'string') return { exitCode: 1, stderr: `error: ${flake}` }
    const names = [...asked.matchAll(/"nixosConfigurations\.([^"]+)"/g)].map(([, name]) => name ?? '')
    const error = names.map(name => flake[name]).find(found => typeof found === 'string')
    if (error !== undefined) return { exitCode: 1, stderr: `error: ${error}` }
    const told = names.map(name => [`nixosConfigurations.${name}`, flake[name] ?? absent])
    return { stdout: JSON.stringify(Object.fromEntries(told)) }
  }
  return answer
}

const find = async (known: Parameters<typeof flakes>[0], ...names: readonly string[]) => {
  const processes = fakeProcesses({ nix: flakes(known) })
  const places = { flake: './infra', ownFlake: '/program', cwd: '/here' }
  const found = await findInstallers({ world: { processes }, library: 'lib' }, places, names)
  const codes = names.map(name => {
    const result = found.get(name)
    return result?.ok ? 'found' : result?.fault.code
  })
  return { codes, asked: processes.started.length, found }
}

describe('installers', () => {
  it('of one flake are asked for together', async () => {
    const { codes, asked } = await find({ '/here/infra': { a: whole, b: partial, c: absent } }, 'a', 'b', 'c')
    expect([codes, asked]).toEqual([['found', 'installer-incomplete', 'missing-output'], 1])
  })

  it('of several flakes, each flake once', async () => {
    const known = { '/here/infra': { a: whole }, '/here/other': { b: whole }, 'github:x/y': { c: whole } }
    const { codes, asked } = await find(known, 'a', './other#b', 'github:x/y#nixosConfigurations.c')
    expect([codes, asked]).toEqual([['found', 'found', 'found'], 3])
  })

  it('that do not evaluate are found out one by one, and stop no other', async () => {
    const { codes, asked, found } = await find({ '/here/infra': { a: whole, b: 'no boot.loader' } }, 'a', 'b')
    expect([codes, asked]).toEqual([['found', 'evaluation-failed'], 3])
    expect(found.get('b')).toMatchObject({
      fault: { message: 'the flake does not evaluate: no boot.loader' },
    })
  })

  it('of a flake that cannot be read at all are not asked for again', async () => {
    const { codes, asked } = await find({ '/here/infra': 'could not find a flake.nix file' }, 'a', 'b')
    expect([codes, asked]).toEqual([['no-flake', 'no-flake'], 1])
  })

  it('that are built in come from our own flake, where the site has none of that name', async () => {
    const known = { '/here/infra': {}, '/program': { 'netboot-base': whole, other: whole } }
    const { codes, asked } = await find(known, 'netboot-base', 'other')
    expect([codes, asked]).toEqual([['found', 'missing-output'], 2])
  })

  it('that the site has, with a mistake in them, are not covered up by ours', async () => {
    const known = { '/here/infra': { 'netboot-base': partial }, '/program': { 'netboot-base': whole } }
    expect((await find(known, 'netboot-base')).codes).toEqual(['installer-incomplete'])
  })

  it('that neither has are missing from the site’s; why ours could not be read is told', async () => {
    const neither = await find({ '/here/infra': {}, '/program': {} }, 'netboot-nas')
    expect(neither.found.get('netboot-nas')).toMatchObject({ fault: { place: '/here/infra' } })
    const offline = { '/here/infra': {}, '/program': "unable to download 'https://example.org/x': timed out" }
    expect((await find(offline, 'netboot-base')).codes).toEqual(['nix-offline'])
  })
})
