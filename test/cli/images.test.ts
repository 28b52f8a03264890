/** `images build` over a fake world: flags, words and exit codes. The real thing is in test/nix/images.test.ts. */
import { describe, expect, it } from 'vitest'
import { imagesBuild } from '../../src/cli/images.ts'
import { changeText, progressText } from '../../src/cli/images-words.ts'
import { bytesAt } from '../engine/artifacts/specimens.ts'
import { type FakeProgram, fakeFiles, fakeProcesses } from '../fakes/world.ts'
import { fakeContext } from './context.ts'

const output = 'art'
const answerFor = (command: readonly string[]): string => {
  const names = [...(command.at(-1)?.matchAll(/"(nixosConfigurations\.[^"]+)"/g) ?? [])].map(
    ([, name]) => name,
  )
  const outputs = {
    kernel: { drv: '/nix/store/linux.drv', out: '/nix/store/linux' },
    netbootRamdisk: { drv: '/nix/store/ramdisk.drv', out: '/nix/store/ramdisk' },
    toplevel: { drv: '/nix/store/system.drv', out: '/nix/store/system' },
  }
  return JSON.stringify(Object.fromEntries(names.map(name => [name, { problems: [], outputs }])))
}

const nix: FakeProgram = ({ command }) => {
  if (command.includes('--version')) return { stdout: 'nix (Nix) 2.26.3\n' }
  return command.includes('eval') ? { stdout: answerFor(command) } : {}
}

const store = {
  '/nix/store/linux/bzImage': bytesAt(11e6, [0x1fe, '55aa'], [0x202, '48647253']),
  '/nix/store/ramdisk/initrd': bytesAt(2e6, [0, '1f8b']),
}

const site = JSON.stringify({
  schemaVersion: 1,
  site: { flake: './infra' },
  hosts: {
    node1: { mac: '02:00:00:00:00:01', profile: 'worker' },
    node2: { mac: '02:00:00:00:00:02', profile: 'worker', system: 'shared' },
  },
})

const prepared = (more: Readonly<Record<string, string>> = {}, program = nix) => {
  const processes = fakeProcesses({ nix: program })
  const files = fakeFiles({ ...store, ...more })
  return { processes, files, context: fakeContext({ files, processes }) }
}

const evaluated = ({ processes }: ReturnType<typeof prepared>): string =>
  processes.started.find(({ command }) => command.includes('eval'))?.command.at(-1) ?? ''

describe('images build', () => {
  it('without a word: the four, of our own flake', async () => {
    const rig = prepared()
    expect(await imagesBuild({ output }, rig.context)).toBe(0)
    expect(evaluated(rig)).toContain('flake = "/program"')
    expect(evaluated(rig).match(/netboot-[a-z-]+/g)).toEqual([
      'netboot-base',
      'netboot-control-plane',
      'netboot-worker',
      'netboot-all-in-one',
    ])
    expect(rig.processes.started.filter(({ command }) => command.includes('build'))).toHaveLength(1)
    expect(rig.context.said.out).toContain('netboot-all-in-one     11.0 MB  2.0 MB  first build')
  })

  it('where a site lies: of its flake', async () => {
    const rig = prepared({ 'site.json': site })
    expect(await imagesBuild({ output, profile: ['base'] }, rig.context)).toBe(0)
    expect(evaluated(rig)).toContain('flake = "/here/infra"; names = [ "nixosConfigurations.netboot-base" ]')
  })

  it('a flake that is named needs no site, however wrong the one that lies here', async () => {
    const rig = prepared({ 'site.json': '{' })
    expect(await imagesBuild({ output, flake: 'github:x/y' }, rig.context)).toBe(0)
    expect(evaluated(rig)).toContain('flake = "github:x/y"')
    expect(await imagesBuild({ output }, rig.context)).toBe(2)
  })

  it('with systems: what the machines of the site boot and install', async () => {
    const rig = prepared({ 'site.json': site })
    expect(await imagesBuild({ output, systems: true }, rig.context)).toBe(1)
    expect(evaluated(rig).match(/netboot-[a-z-]+/g)).toEqual(['netboot-worker'])
    const asked = rig.processes.started.filter(({ command }) => command.includes('eval'))[1]
    expect(asked?.command).toContain('/here/infra#nixosConfigurations')
    expect(asked?.command.at(-1)).toContain('[ "node1" "shared" ]')
  })

  it('without Nix: one line', async () => {
    const context = fakeContext({ files: fakeFiles({ 'notes.txt': '' }) })
    expect(await imagesBuild({ output }, context)).toBe(3)
    expect(context.said.err).toBe(
      'images build: nix is not on PATH [no-nix]. Install Nix, or start firstlight with nix run; run alone goes without, on --artifacts built elsewhere\n',
    )
  })

  it('a folder that cannot be written to is told before anything is built', async () => {
    const rig = prepared()
    const fault = { code: 'read-only', message: 'no', place: 'art', remedy: 'none' }
    const files = { ...rig.files, write: async () => ({ ok: false, fault }) as const }
    const context = fakeContext({ files, processes: rig.processes })
    expect(await imagesBuild({ output }, context)).toBe(3)
    expect(rig.processes.started).toHaveLength(1)
  })

  it('interrupted: what was there stays as it was', async () => {
    const rig = prepared({}, options => {
      if (options.command.includes('build')) rig.context.interrupt()
      return options.signal?.aborted ? { ended: 'aborted' } : nix(options)
    })
    expect(await imagesBuild({ output, profile: ['base'] }, rig.context)).toBe(130)
    expect(rig.context.said.err.match(/\[[a-z-]+\]/g)).toEqual(['[interrupted]'])
    expect([...rig.files.contents.keys()].filter(path => path.startsWith('art'))).toEqual([
      'art/netboot-base/build.log',
    ])
  })

  it('two installers of one name are refused: a folder cannot hold both', async () => {
    const { context } = prepared()
    expect(await imagesBuild({ output, profile: ['base', 'github:x/y#netboot-base'] }, context)).toBe(2)
    expect(context.said.err).toContain('[image-named-twice]')
  })

  it('as JSON: every line is one, the last sums up', async () => {
    const { context } = prepared()
    expect(await imagesBuild({ output, profile: ['base'], json: true }, context)).toBe(0)
    const lines = context.said.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ type }) => type)).toEqual(['evaluating', 'built', 'images'])
    expect(lines.at(-1).images).toMatchObject([{ name: 'netboot-base', result: { ok: true } }])
  })

  it('on a terminal: one line that is written over', async () => {
    const rig = prepared()
    const context = fakeContext({ ...rig, terminal: true })
    expect(await imagesBuild({ output, profile: ['base'] }, context)).toBe(0)
    const wipe = '\r\u001b[K'
    const lines = context.said.out.split(wipe).filter(Boolean)
    expect(lines.slice(0, 2)).toEqual(['evaluating netboot-base', 'netboot-base: built, art/netboot-base\n'])
  })
})

describe('words', () => {
  const counts = { type: 'building', what: 'x', done: 3, expected: 12 } as const
  it.each([
    [{ ...counts, bytes: 0, ofBytes: 0 }, 'building 3/12'],
    [{ ...counts, bytes: 4_200_000, ofBytes: 12_583_888 }, 'building 3/12, downloading 4.2/12.6 MB'],
  ])('%j', (fact, text) => expect(progressText(fact)).toBe(text))

  const image = (bytes: number, sha256 = String(bytes)) => ({
    kernel: { bytes: 10e6, sha256: 'k' },
    initrd: { bytes, sha256 },
    ...{ storePaths: { kernel: '', initrd: '', toplevel: '' }, flake: '', nix: '', builtAt: '' },
  })
  it.each([
    [image(90e6), undefined, 'first build'],
    [image(90e6), image(90e6), 'unchanged'],
    [image(90e6, 'a'), image(90e6, 'b'), '+0.0 MB (+0.0 %)'],
    [image(115e6), image(90e6), '+25.0 MB (+25.0 %)'],
    [image(40e6), image(90e6), '-50.0 MB (-50.0 %)'],
  ])('the change since the last build', (now, before, text) => {
    expect(changeText(now, before)).toBe(text)
  })
})
