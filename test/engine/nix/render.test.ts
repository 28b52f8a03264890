/** Rendering is asked of Nix once for each site: what it depends on, and what it does not. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { render, siteText } from '../../../src/engine/nix/render.ts'
import { type FakeFiles, fakeFiles, fakeProcesses } from '../../fakes/world.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const made = { hosts: { node1: { files: { '/etc/x': 'text' }, derived: {} } }, files: {}, derived: {} }
const site = { schemaVersion: 1, hosts: { node1: {} }, provision: { ports: { dhcp: 6767 } } }

const rig = (files: FakeFiles = fakeFiles({ 'lib/render.nix': 'one' })) => {
  const processes = fakeProcesses({ nix: () => ({ stdout: JSON.stringify(made) }) })
  const ask = (document: unknown, world = { files, processes, hash }) =>
    render({ world, document, source: 'site.json', library: 'lib', kept: 'kept', cache: 'cache' })
  return { files, ask, evaluations: () => processes.started.length }
}

it('the second time, Nix is not asked, and need not be there', async () => {
  const { ask, files, evaluations } = rig()
  expect(await ask(site)).toEqual({ ok: true, value: made })
  expect(await ask(site, { files, processes: fakeProcesses(), hash })).toEqual({ ok: true, value: made })
  expect(evaluations()).toBe(1)
})

it('without Nix, and nothing kept: one line', async () => {
  const { ask, files } = rig()
  expect(await ask(site, { files, processes: fakeProcesses(), hash })).toMatchObject({
    fault: { code: 'no-nix', message: 'nix is not on PATH', place: 'site.json' },
  })
})

it('what only a run is about changes nothing; all else does', async () => {
  const { ask, evaluations } = rig()
  await ask(site)
  await ask({ ...site, provision: { ports: { dhcp: 1234 }, parallel: 3 } })
  await ask({ schemaVersion: 1, hosts: { node1: {} } })
  expect(evaluations()).toBe(1)
  await ask({ ...site, hosts: { node2: {} } })
  expect(evaluations()).toBe(2)
})

it('in a file of other shape, provision is a machine like any other', () => {
  const hosts = { provision: { mac_address: '02:00:00:00:00:01' } }
  expect(siteText(hosts)).toBe(JSON.stringify(hosts))
  const nested = { schemaVersion: 1, hosts: { provision: { provision: 1 } } }
  expect(siteText(nested)).toBe(JSON.stringify(nested))
})

it('other generators give other files, even under the same version', async () => {
  const { ask, files, evaluations } = rig()
  await ask(site)
  await files.write('lib/render.nix', 'two')
  await ask(site)
  expect(evaluations()).toBe(2)
  await files.write('lib/../nix-nos/lib/bird.nix', 'new')
  await ask(site)
  expect(evaluations()).toBe(3)
})

it('what comes with the program is taken as it is', async () => {
  const key = hash(siteText(site))
  const { ask, evaluations } = rig(fakeFiles({ [`kept/${key}.json`]: JSON.stringify(made) }))
  expect([await ask(site), evaluations()]).toEqual([{ ok: true, value: made }, 0])
})

it.each(['', '{', '{"hosts":[]}'])('an answer that cannot be read (%j) is asked for again', async broken => {
  const key = hash(siteText(site))
  const { ask, evaluations } = rig(fakeFiles({ [`kept/${key}.json`]: broken }))
  expect([await ask(site), evaluations()]).toEqual([{ ok: true, value: made }, 1])
})

it('a failure is not kept, and leaves no file behind', async () => {
  const { ask, files } = rig()
  const processes = fakeProcesses({ nix: () => ({ exitCode: 1, stderr: 'error: site: no such network' }) })
  const before = [...files.contents.keys()]
  expect(await ask(site, { files, processes, hash })).toMatchObject({
    fault: { code: 'not-renderable', message: 'its files cannot be generated: site: no such network' },
  })
  expect([...files.contents.keys()]).toEqual(before)
})
