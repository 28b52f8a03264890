/** `images build` with the real Nix, on the mini flake: two installers at once, and every way it fails. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ImagesFlags } from '../../src/cli/flags.ts'
import { imagesBuild } from '../../src/cli/images.ts'
import { launch } from '../../src/cli/launch.ts'
import { loadArtifacts } from '../../src/engine/artifacts/load.ts'
import type { ImageFact } from '../../src/engine/artifacts/terms.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { prebuilt } from '../../src/engine/work/build.ts'
import { host, plan } from '../engine/plans.ts'
import { root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

vi.setConfig({ testTimeout: 120_000 })

describeWith(['nix'], 'images build', () => {
  let folder = ''
  let output = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'images-'))
    output = join(folder, 'artifacts')
    execFileSync(`${root}/test/nix/mini/prepare`, [join(folder, 'mini')])
    // Never built before, on any machine that runs this twice: what is in the store already shows no progress.
    const recipes = join(folder, 'mini/build.nix')
    const changed = readFileSync(recipes, 'utf8').replace('(cd root', `: ${Date.now()}; (cd root`)
    writeFileSync(recipes, changed)
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run = async (flags: Partial<ImagesFlags>) => {
    const said = { out: '', err: '' }
    const write = (text: string) => {
      said.out += text
    }
    const context = {
      ...{ world: createWorld(), env: {}, cwd: folder, home: folder, version: '0.0.0', root },
      ...{ terminal: false, onSignal: () => () => {}, write },
      out: (line: string) => write(`${line}\n`),
      err: (line: string) => {
        said.err += `${line}\n`
      },
    }
    const code = await imagesBuild({ output, flake: `path:${folder}/mini`, ...flags }, context)
    return { code, ...said, context }
  }

  const manifest = () => JSON.parse(readFileSync(join(output, 'manifest.json'), 'utf8'))

  test('two at once: progress, files that are what the manifest says, and their sizes', async () => {
    const { code, out, err } = await run({ profile: ['netboot-base', 'worker'], json: true })
    expect([code, err]).toEqual([0, ''])
    const facts = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as ImageFact | { type: 'images' })
    const counts = facts.flatMap(fact => (fact.type === 'building' ? [fact] : []))
    expect(new Set(counts.map(({ what }) => what))).toEqual(new Set(['netboot-base, netboot-worker']))
    expect(Math.max(...counts.map(({ expected }) => expected))).toBeGreaterThanOrEqual(2)
    expect(facts.at(-1)).toMatchObject({
      type: 'images',
      images: [{ name: 'netboot-base' }, { name: 'netboot-worker' }],
    })
    for (const name of ['netboot-base', 'netboot-worker']) {
      const { kernel, initrd, init, params, provenance } = manifest().images[name]
      for (const [path, known] of [
        [kernel, provenance.kernel],
        [initrd, provenance.initrd],
      ]) {
        const bytes = readFileSync(join(output, path))
        expect(known).toEqual({
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        })
        expect(statSync(join(output, path)).mode & 0o777).toBe(0o644)
      }
      expect(init).toMatch(/^\/nix\/store\/[a-z0-9]{32}-nixos-system-netboot-[^/]*\/init$/)
      expect(params).toEqual(['console=ttyS0'])
      expect(provenance).toMatchObject({
        nix: expect.stringMatching(/^nix \(Nix\) 2/),
        flake: `path:${folder}/mini`,
      })
      expect(readFileSync(join(output, name, 'netboot.ipxe'), 'utf8')).toContain(
        `kernel bzImage init=${init} `,
      )
    }
  })

  test('built again: nothing changed, and the table says so', async () => {
    const { code, out } = await run({ profile: ['netboot-base'] })
    expect(code).toBe(0)
    expect(out).toMatch(/^netboot-base +14\.\d MB +1\.\d MB +unchanged$/m)
    expect(Object.keys(manifest().images)).toEqual(['netboot-base', 'netboot-worker'])
  })

  test('each failure has one line, a log, and stops no other', async () => {
    const wrong = {
      'failing-kernel':
        /^failing-kernel: \S+\/failing-kernel\/build\.log: failing-kernel was not built: linux-failing: builder failed with exit code 1: cc1: fatal error: no input files \[build-failed\]/m,
      'not-a-kernel':
        /^not-a-kernel: \S+\/bzImage: it does not begin as a Linux kernel does \[not-a-kernel\]/m,
      'tiny-kernel':
        /^tiny-kernel: \S+\/bzImage: a kernel of 0\.1 MB cannot be right: they are 10 to 30 MB \[absurd-size\]/m,
      'without-ramdisk':
        /^without-ramdisk: .*netbootRamdisk is missing: the initial ramdisk.*\[installer-incomplete\]/m,
      'failed-assertion':
        /^failed-assertion: .*does not evaluate: Failed assertions: - interfaces\.eno1 needs addresses or dhcp\. \[evaluation-failed\]/m,
      nowhere: /^nowhere: .*the flake has no nixosConfigurations\.nowhere \[missing-output\]/m,
    }
    const { code, out, err } = await run({ profile: [...Object.keys(wrong), 'installer'] })
    expect(code).toBe(1)
    for (const [name, line] of Object.entries(wrong)) {
      expect(err).toMatch(line)
      expect(out).toContain(`${name}: its log is ${output}/${name}/build.log`)
      expect(readFileSync(join(output, name, 'build.log'), 'utf8')).toMatch(/== Ended\n.*\[[a-z-]+\]/)
      expect(existsSync(join(output, name, 'bzImage'))).toBe(false)
    }
    expect(err.trim().split('\n')).toHaveLength(Object.keys(wrong).length)
    expect(out).toMatch(/^installer +14\.\d MB/m)
    expect(Object.keys(manifest().images)).toEqual(['installer', 'netboot-base', 'netboot-worker'])
  })

  test('the log of an image holds what its own builders said, and no other’s', async () => {
    const log = (name: string) => readFileSync(join(output, name, 'build.log'), 'utf8')
    expect(log('failing-kernel')).toContain('\n== linux-failing\ncc1: fatal error: no input files\n')
    expect(log('installer')).not.toContain('cc1')
    expect(log('failed-assertion')).toContain('Failed assertions:')
  })

  test.each([
    ['a flake that is not there', '/nowhere/at/all', 'there is no folder /nowhere/at/all [no-flake]'],
    ['a folder without one', '', 'there is no flake.nix in it [no-flake]'],
  ])('%s: one line for each image', async (_, flake, line) => {
    const { code, err } = await run({ flake: `path:${flake || folder}`, profile: ['installer'] })
    expect([code, err.trim().split('\n')]).toEqual([1, [expect.stringContaining(line)]])
  })

  test('a run takes installers and systems from the folder, without Nix', async () => {
    const machines = { machine1: { mac: '02:00:00:00:00:01' }, machine2: { mac: '02:00:00:00:00:02' } }
    const site = { flake: `path:${folder}/mini`, installer: '.#nixosConfigurations.installer' }
    writeFileSync(join(folder, 'site.json'), JSON.stringify({ schemaVersion: 1, site, hosts: machines }))
    const built = await run({
      site: join(folder, 'site.json'),
      flake: `path:${folder}/mini`,
      systems: true,
      profile: ['installer'],
    })
    expect([built.code, built.err]).toEqual([0, ''])
    const { machine1 } = manifest().systems
    expect(machine1).toMatchObject({
      toplevel: expect.stringMatching(/^\/nix\/store\/.*machine1/),
      erases: null,
    })
    expect(Object.keys(machine1.closure)).toContain(machine1.toplevel)
    expect(existsSync(join(output, 'systems/machine1/init'))).toBe(true)
    expect(existsSync(join(output, 'systems/machine2-1'))).toBe(true)

    const world = createWorld()
    const withoutNix = { ...world, processes: { ...world.processes, find: async () => undefined } }
    const launched = await launch(
      plan([host('machine1', { installer: '.#nixosConfigurations.installer' })]),
      { artifacts: output, attended: false, records: join(folder, 'machines.json') },
      { ...built.context, world: withoutNix },
    )
    expect(launched).toMatchObject({ ok: true })

    const artifacts = await loadArtifacts(world.files, output)
    if (!artifacts.ok) throw new Error(artifacts.fault.message)
    const builds = prebuilt(artifacts.value)
    expect(await builds.installer('.#nixosConfigurations.installer')).toMatchObject({
      value: { kernel: `${output}/installer/bzImage`, init: manifest().images.installer.init },
    })
    expect(await builds.system(host('machine1'))).toMatchObject({ value: { toplevel: machine1.toplevel } })
  })
})
