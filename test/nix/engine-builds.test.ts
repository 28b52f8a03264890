/** The engine's builds with the real Nix, on the mini flake: installers, systems, and each failure's face. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunFact } from '../../src/engine/events.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { nixBuilds } from '../../src/engine/work/nix-build.ts'
import type { Builds } from '../../src/engine/work/task.ts'
import { host, plan } from '../engine/plans.ts'

const here = import.meta.dirname
const root = resolve(here, '../..')
const folder = mkdtempSync(join(tmpdir(), 'firstlight-builds-'))
const told: RunFact[] = []
let builds: Builds

beforeAll(() => {
  execFileSync(join(here, 'mini/prepare'), [folder])
  const machines = [host('machine1'), host('machine2'), host('absent')]
  builds = nixBuilds({
    world: createWorld(),
    plan: plan(machines, { flake: `path:${folder}` }),
    cwd: root,
    library: `${root}/nix/lib`,
    ownFlake: root,
    tell: fact => told.push(fact),
  })
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('built by Nix', () => {
  it('an installer: kernel, initrd, and its real init path', async () => {
    const built = await builds.installer('installer')
    expect(built).toMatchObject({ ok: true })
    if (!built.ok) return
    expect(existsSync(built.value.kernel) && existsSync(built.value.initrd)).toBe(true)
    expect(built.value.init).toMatch(/^\/nix\/store\/[a-z0-9]{32}-nixos-system-installer[^/]*\/init$/)
  })

  it('by the name Nixie gives it', async () => {
    expect(await builds.installer(`path:${folder}#nixosConfigurations.installer`)).toMatchObject({ ok: true })
  })

  it('two systems at once, with what they erase', async () => {
    const both = await Promise.all([builds.system(host('machine1')), builds.system(host('machine2'))])
    for (const built of both) {
      expect(built.ok && existsSync(built.value.toplevel) && existsSync(built.value.diskoScript)).toBe(true)
      expect(built.ok && built.value.closure?.get(built.value.toplevel)).toBeGreaterThan(0)
    }
    expect(told.filter(({ type }) => type === 'built')).toHaveLength(4)
  })

  it('says which output the flake does not have', async () => {
    expect(await builds.system(host('absent'))).toMatchObject({
      fault: { code: 'missing-output', message: expect.stringContaining('nixosConfigurations.absent') },
    })
    expect(await builds.installer('missing')).toMatchObject({
      fault: {
        code: 'missing-output',
        message: 'the flake has no nixosConfigurations.missing',
      },
    })
  })
})
