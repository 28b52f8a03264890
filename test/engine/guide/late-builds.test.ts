import { describe, expect, it } from 'vitest'
import { succeed } from '../../../src/engine/errors.ts'
import { createLateBuilds } from '../../../src/engine/guide/late-builds.ts'
import type { InstallerImage, TargetSystem } from '../../../src/engine/plan.ts'
import type { Builds } from '../../../src/engine/work/task.ts'
import { host, plan } from '../plans.ts'

const image: InstallerImage = { name: 'netboot-base', kernel: '/k', initrd: '/i', init: '/init', params: [] }
const systemOf = (name: string): TargetSystem => ({
  ...{ host: name, toplevel: `/nix/store/${name}`, diskoScript: '/d', erases: null, closure: null },
})
const builds: Builds = {
  installer: async () => succeed(image),
  system: async ({ system }) => succeed(systemOf(system)),
}

describe('builds for a site that is still being written', () => {
  it('have installers at once', async () => {
    expect(await createLateBuilds(builds).installer('netboot-base')).toMatchObject({ ok: true })
  })

  it('have a system when its host is in the site, as it is there', async () => {
    const late = createLateBuilds(builds)
    const waiting = [late.system(host('node1')), late.system(host('node1'))]
    late.settle(plan([host('node1', { system: 'web' })]), builds)
    for (const system of waiting) expect(await system).toMatchObject({ value: { host: 'web' } })
    expect(await late.system(host('node1'))).toMatchObject({ value: { host: 'web' } })
  })

  it('go on waiting for a host the site does not have yet', async () => {
    const late = createLateBuilds(builds)
    const second = late.system(host('node2'))
    late.settle(plan([host('node1')]), builds)
    late.settle(plan([host('node1'), host('node2')]), builds)
    expect(await second).toMatchObject({ ok: true })
  })

  it('say so when nobody will write it, to who waits and to who comes later', async () => {
    const late = createLateBuilds(builds)
    const waiting = late.system(host('node1'))
    late.leave()
    const left = { ok: false, fault: { code: 'guide-left' } }
    expect([await waiting, await late.system(host('node2'))]).toMatchObject([left, left])
  })
})
