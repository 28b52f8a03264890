/** The guide by its answers, over simulated machines: what it refuses, where it goes back to, what it leaves. */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createGuide } from '../../src/cli/guide/guide.ts'
import { simulatedGround } from '../../src/cli/guide/simulated.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import type { GuideState, GuideStep } from '../../src/ui/guide.ts'
import { contextIn } from '../journeys/context.ts'

const openGuide = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guide-'))
  const context = contextIn(folder, { world: createWorld(), root: resolve('.') })
  const ground = await simulatedGround({ count: 2 }, context)
  if (!ground.ok) throw new Error(ground.fault.message)
  const listeners = new Set<() => void>()
  const guide = createGuide({
    ...{ context, ground: ground.value, installing: () => {} },
    changed: () => {
      for (const listener of listeners) listener()
    },
  })
  onTestFinished(async () => {
    await guide.close()
    await rm(folder, { recursive: true })
  })
  /** The next state, now or later, that this holds for. */
  const until = (holds: (state: GuideState) => boolean): Promise<GuideState> =>
    new Promise(done => {
      const look = (): void => {
        const state = guide.getState()
        if (state.busy !== null || !holds(state)) return
        listeners.delete(look)
        done(state)
      }
      listeners.add(look)
      look()
    })
  const at = (step: GuideStep) => until(state => state.step === step)
  const refused = async (code: string) =>
    expect((await until(({ fault }) => fault !== null)).fault).toMatchObject({ code })
  guide.begin()
  await until(({ needs }) => needs.length > 0)
  return { folder, guide, at, refused, until }
}

type Desk = Awaited<ReturnType<typeof openGuide>>

const toTheMachine = async ({ guide, at, folder, until }: Desk) => {
  guide.answer({ step: 'needs' })
  guide.answer({ step: 'site', folder: join(folder, 'rack1'), name: 'rack1' })
  await at('wire')
  guide.answer({ step: 'wire', interface: 'lo' })
  await until(({ step, around }) => step === 'addresses' && around.length > 0)
  guide.answer({ step: 'addresses', dhcp: 'proxy' })
  await at('machine')
}

const guestOf = ({ guide }: Desk) =>
  new Promise<string>(done => {
    const store = guide.getState().engine?.store
    const look = (): void => {
      const guest = store?.machine('machine1')?.guest
      if (guest) done(guest.disks[0]?.path ?? '')
    }
    store?.observe(look)
    look()
  })

it('refuses what makes no site, where it was answered', async () => {
  const desk = await openGuide()
  const { guide, refused, folder } = desk
  guide.answer({ step: 'needs' })
  guide.answer({ step: 'site', folder: join(folder, 'rack1'), name: 'My Rack' })
  await refused('bad-name')
  await writeFile(join(folder, 'flake.nix'), '{ }')
  guide.answer({ step: 'site', folder, name: 'rack1' })
  await refused('already-there')
  guide.answer({ step: 'plan' })
  expect(guide.getState().step).toBe('site')
  await desk.until(() => true)
  guide.answer({ step: 'site', folder: join(folder, 'rack1'), name: 'rack1' })
  await desk.at('wire')
  guide.answer({ step: 'wire', interface: 'eth9' })
  await refused('no-wire')
})

it('goes back to every question, lets the machine go, and writes nothing before it is told to', async () => {
  const desk = await openGuide()
  const { guide, at, refused, folder, until } = desk
  await toTheMachine(desk)
  guide.answer({ step: 'machine', mac: 'my machine' })
  await refused('not-a-mac')
  guide.answer({ step: 'machine', mac: '02-1A-B0-00-00-01' })
  await at('name')
  guide.answer({ step: 'name', host: 'machine 1', profile: 'base' })
  await refused('bad-name')
  guide.answer({ step: 'name', host: 'machine1', profile: 'base' })
  await at('disk')
  const path = await guestOf(desk)
  guide.answer({ step: 'disk', path })
  await at('network')
  guide.back()
  await at('disk')
  guide.back()
  await at('name')
  expect(guide.getState().engine?.store.machine('machine1')?.journey.phase.name).toBe('aborted')
  guide.back()
  await at('machine')
  guide.back()
  await at('addresses')
  expect(guide.getState().engine).toBeNull()
  for (const step of ['wire', 'site', 'needs'] as const) {
    guide.back()
    await at(step)
  }
  guide.back()
  expect(guide.getState().step).toBe('needs')
  expect(existsSync(join(folder, 'rack1'))).toBe(false)
  await until(() => true)
})

it('writes what it showed, again after a correction, and never over somebody else', async () => {
  const desk = await openGuide()
  const { guide, at, refused, folder, until } = desk
  await toTheMachine(desk)
  guide.answer({ step: 'machine', mac: '02:1a:b0:00:00:01' })
  await at('name')
  guide.answer({ step: 'name', host: 'machine1', profile: 'worker' })
  await at('disk')
  guide.answer({ step: 'disk', path: await guestOf(desk) })
  await at('network')
  guide.answer({ step: 'network', network: null })
  const { files } = await until(({ step, generated }) => step === 'files' && generated?.state !== 'making')
  guide.answer({ step: 'files' })
  await at('plan')
  for (const { path, text } of files) expect(await readFile(join(folder, 'rack1', path), 'utf8')).toBe(text)
  guide.back()
  guide.back()
  await at('network')
  const network = { interface: 'eno1', address: '127.77.1.1/16', gateway: null, dns: [], vlan: 20 }
  guide.answer({ step: 'network', network })
  await at('files')
  guide.answer({ step: 'files' })
  const { plan } = await at('plan')
  expect(plan?.hosts[0]).toMatchObject({ address: '127.77.1.1', profile: 'worker' })
  await writeFile(join(folder, 'rack1/site.json'), '{}')
  guide.back()
  await at('files')
  guide.answer({ step: 'files' })
  await refused('changed-meanwhile')
  expect(await readFile(join(folder, 'rack1/site.json'), 'utf8')).toBe('{}')
})
