/** What a run leaves behind: nothing; and what it never says to anybody: its secrets. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { demo } from '../../src/cli/demo.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import type { World } from '../../src/engine/world.ts'
import { contextIn } from './context.ts'
import { openRack } from './rack.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aftermath-'))
  mkdirSync(join(folder, 'tmp'))
  vi.stubEnv('TMPDIR', join(folder, 'tmp'))
  vi.stubEnv('XDG_RUNTIME_DIR', undefined)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const temporary = (): readonly string[] => readdirSync(join(folder, 'tmp'))

/** Sockets and processes of ours that are still there. */
const held = (): readonly string[] =>
  process.getActiveResourcesInfo().filter(name => /^(UDP|TCP|Process)/.test(name))

test('after a demo: no socket, no process, no temporary folder; the journal alone stays', async () => {
  const before = held()
  const context = contextIn(folder)
  expect(await demo({ machines: 2, json: true }, context)).toBe(0)
  expect(held()).toEqual(before)
  expect(temporary()).toEqual([])
  expect(readdirSync(folder, { recursive: true }).filter(name => String(name).includes('.'))).toEqual([
    expect.stringMatching(/^state\/firstlight\/lab\/.*\.jsonl$/),
  ])
})

test('interrupted while disks are written: they are finished, the code is 130, and nothing stays either', async () => {
  const before = held()
  const context = contextIn(folder, {
    out: line => {
      if (line.includes('"step":"copying"')) context.interrupt()
    },
  })
  expect(await demo({ machines: 1, json: true }, context)).toBe(130)
  expect(held()).toEqual(before)
  expect(temporary()).toEqual([])
})

test('interrupted twice: over at once, with no installer left running', async () => {
  const before = held()
  const context = contextIn(folder, {
    out: line => {
      if (line.includes('"step":"copying"')) for (const _ of 'xx') context.interrupt()
    },
  })
  expect(await demo({ machines: 2, json: true }, context)).toBe(130)
  expect(held()).toEqual(before)
  expect(temporary()).toEqual([])
})

test('the moment a run has settled, its ports are free', async () => {
  await using rack = await openRack({ count: 1 })
  const { engine } = await rack.run()
  await engine.settled
  const { network } = createWorld()
  const { dhcp, proxy, tftp, http } = rack.fleet.ports
  const address = '127.0.0.1'
  const opened = [
    ...(await Promise.all(
      [dhcp, proxy, tftp].map(port => network.udp({ address, port, receive: () => {} })),
    )),
    await network.http({ address, port: http, handle: async () => ({ status: 503, headers: {} }) }),
  ]
  for (const socket of opened) if (socket.ok) await socket.value.close()
  expect(opened.map(({ ok }) => ok)).toEqual([true, true, true, true])
})

const canary = 'the canary that nobody may hear'
const wakePassword = '5e:c4:e7:0b:1f:9d'

test('no token, private key, password or secret is in the journal, in a line said, or on a command line', async () => {
  await using rack = await openRack({ count: 2 })
  hideSecrets(rack.fleet.sitePath, rack.folder)
  const { world, secrets, commands } = listening()
  const { engine, events } = await rack.run({ world })
  const { journal, installed } = await engine.settled
  expect(installed).toBe(2)
  const tree = rack.fleet.machine('machine1')?.disks[0]?.contents
  expect(tree?.kind === 'installed' && tree.tree.files.get('etc/canary')?.content.toString()).toBe(canary)

  expect(secrets.filter(secret => /^[0-9a-f]{32}$/.test(secret)).length).toBeGreaterThanOrEqual(2)
  expect(secrets.filter(secret => secret.includes('PRIVATE KEY')).length).toBeGreaterThanOrEqual(2)
  const said = [readFileSync(journal ?? '', 'utf8'), JSON.stringify(events), JSON.stringify(commands)].join(
    '\n',
  )
  expect(said, 'a machine says its command line, without the token').toContain('firstlight.token=…')
  const words = [canary, wakePassword, wakePassword.replaceAll(':', ''), ...secrets.flatMap(wordsOf)]
  expect(words.filter(word => said.includes(word))).toEqual([])
})

/** A file for machine1's disk, and a SecureOn password. */
const hideSecrets = (sitePath: string, folder: string): void => {
  writeFileSync(join(folder, 'canary'), canary)
  const site = JSON.parse(readFileSync(sitePath, 'utf8')) as { hosts: Record<string, object> }
  const secrets = [{ from: 'canary', to: '/etc/canary', mode: '0600' }]
  site.hosts.machine1 = { ...site.hosts.machine1, secrets, wakeOnLan: { password: wakePassword } }
  writeFileSync(sitePath, JSON.stringify(site))
}

/** A key has many lines, and each of them is one too many. */
const wordsOf = (secret: string): readonly string[] =>
  secret.split('\n').filter(line => line.length >= 16 && !line.startsWith('-----'))

/** The real world, with an ear on every token it draws, every private key it reads, every program it starts. */
const listening = (): { world: World; secrets: string[]; commands: (readonly string[])[] } => {
  const real = createWorld()
  const secrets: string[] = []
  const commands: (readonly string[])[] = []
  const world: World = {
    ...real,
    random: {
      hex: bytes => {
        const token = real.random.hex(bytes)
        secrets.push(token)
        return token
      },
    },
    files: {
      ...real.files,
      readText: async (path, limit) => {
        const read = await real.files.readText(path, limit)
        if (read.ok && read.value.includes('PRIVATE KEY')) secrets.push(read.value)
        return read
      },
    },
    processes: {
      ...real.processes,
      run: options => {
        commands.push([...options.command, ...Object.values(options.env ?? {})])
        return real.processes.run(options)
      },
    },
  }
  return { world, secrets, commands }
}
