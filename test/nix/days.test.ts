/**
 * The days after with the real Nix: what a machine should run is evaluated from a flake with NixOS's own outputs, and
 * what is deployed is built by it. The machine is simulated, and nixos-rebuild's second half stands in: the real
 * nixos-rebuild comes with nixpkgs, which is not to be had here.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { deploy } from '../../src/cli/deploy.ts'
import { status } from '../../src/cli/status.ts'
import { type Lab, openLab, program } from '../days/rig.ts'
import { nix } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

vi.setConfig({ testTimeout: 120_000 })

describeWith(['nix'], 'installed machines and a real flake', () => {
  const flake = mkdtempSync(join(tmpdir(), 'firstlight-days-'))
  let lab: Lab
  beforeAll(async () => {
    execFileSync(join(import.meta.dirname, 'mini/prepare'), [flake])
    lab = await openLab({ count: 3 })
    await lab.install()
    const site = JSON.parse(await readFile(lab.fleet.sitePath, 'utf8')) as SiteText
    site.site.flake = `path:${flake}`
    site.hosts.machine3 = { ...site.hosts.machine3, system: 'absent' }
    await writeFile(lab.fleet.sitePath, JSON.stringify(site))
  }, 120_000)
  afterAll(async () => {
    await lab[Symbol.asyncDispose]()
    rmSync(flake, { recursive: true, force: true })
  })

  const flags = () => ({ site: lab.flags.site, sshKey: lab.flags.sshKey, json: true as const })

  const look = async (): Promise<readonly Told[]> => {
    const desk = lab.desk()
    expect(await status(flags(), desk)).toBe(0)
    return desk.said.map(line => JSON.parse(line) as Told)
  }

  const outputOf = async (name: string): Promise<string> => {
    const output = `path:${flake}#nixosConfigurations.${name}.config.system.build.toplevel.outPath`
    return (await nix('eval', '--raw', output)).stdout.trim()
  }

  test('status: what they run is held against what the flake evaluates to, host by host', async () => {
    expect(await look()).toMatchObject([
      { host: 'machine1', state: 'outdated' },
      { host: 'machine2', state: 'outdated' },
      {
        ...{ host: 'machine3', state: 'installed' },
        detail: expect.stringContaining('what it should run could not be told'),
        remedy: expect.stringMatching(/./),
      },
    ])
  })

  test('deploy: evaluated, built and switched to are one and the same store path', async () => {
    const [node = '', standIn = '', , store = '', , manifest = ''] = lab.fleet.nixosRebuild
    const words = [store, manifest, node, standIn, '--lab-store', store, '--lab-manifest', manifest, '--']
    const rebuild = join(import.meta.dirname, 'rebuild')
    const nixosRebuild = await program(lab.folder, 'nixos-rebuild', [rebuild, ...words])
    const desk = lab.desk()
    const code = await deploy({ ...flags(), host: ['machine1'], nixosRebuild, confirmWithin: 60 }, desk)
    expect([code, desk.said.at(-1), desk.complained]).toEqual([
      0,
      expect.stringContaining(`"system":"${await outputOf('machine1')}"`),
      [],
    ])
    expect(await look()).toMatchObject([{ state: 'current' }, { state: 'outdated' }, {}])
  })

  test('a flake that does not evaluate is no reason to call a machine blank, or to deploy', async () => {
    await writeFile(join(flake, 'flake.nix'), '{ outputs = self: throw "half edited"; }')
    const [told] = await look()
    expect(told).toMatchObject({ state: 'installed', detail: expect.stringContaining('could not be told') })
    const desk = lab.desk()
    expect(await deploy({ ...flags(), host: ['machine2'], nixosRebuild: 'false' }, desk)).not.toBe(0)
    expect(desk.said.join()).toContain('half edited')
  })
})

interface SiteText {
  readonly site: { flake: string }
  readonly hosts: Record<string, object>
}

interface Told {
  readonly host: string
  readonly state: string
  readonly detail: string
}
