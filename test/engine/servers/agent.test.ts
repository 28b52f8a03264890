import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text as readAll } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import type { Phase } from '../../../src/engine/journey.ts'
import { hostWith, key, mac, openStage, realClock, type Stage } from './stage.ts'

const stages: Stage[] = []

afterEach(() => Promise.all(stages.splice(0).map(stage => stage.close())))

const open = async (options: Parameters<typeof openStage>[0] = {}) => {
  const stage = await openStage(options)
  stages.push(stage)
  return { ...stage, token: stage.gate.issuePass('node1', '127.0.0.1') }
}

type Opened = Awaited<ReturnType<typeof open>>

const facts = {
  bootId: 'a1d9d94a-d49d-40a8-b47b-9a00d88624d5',
  macs: [mac.toUpperCase(), '02:00:00:00:00:01'],
  addresses: ['10.0.0.5', 'fe80::1'],
  ssh: { port: 22, hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 root@installer'] },
  memoryBytes: 8 * 1024 ** 3,
  cpus: 4,
  firmware: 'uefi',
  disks: [
    {
      path: '/dev/vda',
      ids: ['virtio-x'],
      serial: 'x',
      model: null,
      bytes: 1000,
      contents: { kind: 'blank', what: '' },
    },
    {
      path: '/dev/sdb',
      ids: [],
      serial: null,
      model: 'M\x1b[31m',
      bytes: 5,
      contents: { kind: 'data', what: 'gpt' },
    },
  ],
}

const guest = {
  address: '127.0.0.1',
  sshPort: 22,
  hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5'],
  bootId: facts.bootId,
  macs: [mac, '02:00:00:00:00:01'],
  memoryBytes: facts.memoryBytes,
  cpus: 4,
  links: [],
  firmware: 'uefi' as const,
  disks: [
    { ...facts.disks[0], contents: { kind: 'blank' } },
    { ...facts.disks[1], model: 'M' },
  ],
}

const installing: Phase = { name: 'installing', guest: { ...guest, disks: [] }, erases: [] }

const ask = (stage: Opened, call: string, body?: string, token = stage.token) =>
  fetch(`${stage.url}/agent/v1/${call}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: body ?? null,
  })

const hello = (stage: Opened, change: Record<string, unknown> = {}) =>
  ask(stage, 'hello', JSON.stringify({ ...facts, ...change }))

const told = (stage: Opened, type: string) => stage.facts.filter(fact => fact.type === type)

describe('hello', () => {
  it('is accepted, and tells who woke up, seen from where it spoke', async () => {
    const stage = await open()
    const answer = await hello(stage)
    expect([answer.status, await answer.json()]).toEqual([202, { host: 'node1', heartbeat: 10 }])
    expect(told(stage, 'phonedHome')).toEqual([{ type: 'phonedHome', host: 'node1', guest }])
  })

  it('takes no address from the body', async () => {
    const stage = await open()
    await hello(stage, { address: '10.9.9.9', addresses: ['10.9.9.9'] })
    expect(told(stage, 'phonedHome')).toMatchObject([{ guest: { address: '127.0.0.1' } }])
  })

  it.each([
    ['no token', ''],
    ['a wrong token', 'f'.repeat(32)],
    ['nonsense for a token', '"; DROP'],
  ])('with %s is 401', async (_, token) => {
    const stage = await open()
    const answer = await ask(stage, 'hello', JSON.stringify(facts), token)
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(stage.facts).toEqual([])
  })

  it('from another address is 401, for every call', async () => {
    const stage = await open()
    await hello(stage)
    for (const call of ['hello', 'key', 'log', 'heartbeat']) {
      const request = httpRequest(`${stage.url}/agent/v1/${call}`, {
        method: call === 'key' ? 'GET' : 'POST',
        localAddress: '127.0.0.3',
        headers: { Authorization: `Bearer ${stage.token}` },
      })
      request.end(call === 'key' ? '' : JSON.stringify(facts))
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      expect([response.statusCode, await readAll(response)]).toEqual([401, ''])
    }
  })

  it('of a machine that is not in the site is 404', async () => {
    const stage = await open()
    expect((await hello(stage, { macs: ['de:ad:be:ef:00:01'] })).status).toBe(404)
    expect(told(stage, 'phonedHome')).toEqual([])
  })

  it("with another host's MAC address does not become that host", async () => {
    const stage = await open({ hosts: [hostWith('node1', mac), hostWith('node2', '02:00:00:00:00:02')] })
    expect((await hello(stage, { macs: ['02:00:00:00:00:02'] })).status).toBe(404)
  })

  it('repeated while it is being installed is 202, by another boot 409, and the journey learns of that one', async () => {
    const stage = await open()
    await hello(stage)
    stage.put('node1', installing)
    expect((await hello(stage)).status).toBe(202)
    expect(told(stage, 'phonedHome')).toHaveLength(1)
    expect((await hello(stage, { bootId: 'ffffffff-0000' })).status).toBe(409)
    expect(told(stage, 'phonedHome')).toMatchObject([{}, { guest: { bootId: 'ffffffff-0000' } }])
  })

  it('after the installation, or after a failure, is 409 with the reason', async () => {
    const stage = await open()
    stage.put('node1', { name: 'done', address: '127.0.0.1', system: '/nix/store/x' })
    expect(await (await hello(stage)).text()).toBe('it is installed already\n')
    stage.put('node1', { name: 'aborted', in: 'offered', disk: 'untouched' })
    expect(await (await hello(stage)).text()).toBe('its journey was aborted\n')
    expect(told(stage, 'phonedHome')).toEqual([])
  })

  it('that is too large is 413, and the connection is kept', async () => {
    const stage = await open()
    expect((await ask(stage, 'hello', 'x'.repeat(300 * 1024))).status).toBe(413)
    expect((await hello(stage)).status).toBe(202)
  })

  it.each([
    ['not JSON', 'nonsense', 'not a JSON object of facts'],
    ['a list', '[]', 'not a JSON object of facts'],
    ['no boot id', JSON.stringify({ ...facts, bootId: undefined }), 'bootId'],
    ['no MAC address', JSON.stringify({ ...facts, macs: [] }), 'macs'],
    ['no host key', JSON.stringify({ ...facts, ssh: { port: 22, hostKeys: [] } }), 'ssh.hostKeys'],
    [
      'a disk of half a byte',
      JSON.stringify({ ...facts, disks: [{ ...facts.disks[0], bytes: 0.5 }] }),
      'disks.0.bytes',
    ],
    [
      'a path elsewhere',
      JSON.stringify({ ...facts, disks: [{ ...facts.disks[0], path: '/dev/../etc' }] }),
      'disks.0.path',
    ],
    [
      'contents of a kind we do not know',
      JSON.stringify({ ...facts, disks: [{ ...facts.disks[0], contents: { kind: 'empty' } }] }),
      'disks.0.contents.kind',
    ],
  ])('with %s is 400, and says where', async (_, body, where) => {
    const stage = await open()
    const answer = await ask(stage, 'hello', body)
    expect([answer.status, await answer.text()]).toEqual([400, `not the facts of a machine: ${where}\n`])
  })
})

describe('the key', () => {
  it('is given only after hello', async () => {
    const stage = await open()
    expect((await ask(stage, 'key')).status).toBe(409)
    await hello(stage)
    const answer = await ask(stage, 'key')
    expect([answer.status, await answer.text()]).toEqual([200, `${key}\n`])
  })
})

describe('the log', () => {
  it('becomes plain lines', async () => {
    const stage = await open()
    const answer = await ask(stage, 'log', 'one\n\n\x1b[31mtwo\x1b[0m\r\n\x1b]0;title\x07three')
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(told(stage, 'logged')).toEqual(
      ['one', 'two', 'three'].map(line => ({ type: 'logged', host: 'node1', source: 'agent', line })),
    )
  })

  it('that never ends is cut to what one machine may say', async () => {
    let now = 0
    const stage = await open({ clock: { ...realClock, now: () => now } })
    const flood = 'x\n'.repeat(1500)
    for (let n = 0; n < 5; n++) await ask(stage, 'log', flood)
    const lines = told(stage, 'logged')
    expect(lines).toHaveLength(2000 + 4)
    expect(lines.at(-1)).toMatchObject({ line: '(1500 lines left out: it says more than 200 a second)' })
    now = 1000
    await ask(stage, 'log', 'y\n'.repeat(200))
    expect(told(stage, 'logged')).toHaveLength(2204)
  })

  it('that is too long at once is 413', async () => {
    const stage = await open()
    expect((await ask(stage, 'log', 'x'.repeat(200 * 1024))).status).toBe(413)
  })
})

describe('the heartbeat', () => {
  it('is heard after hello', async () => {
    const stage = await open()
    expect((await ask(stage, 'heartbeat', '')).status).toBe(409)
    await hello(stage)
    expect((await ask(stage, 'heartbeat', '')).status).toBe(204)
    expect(told(stage, 'heard')).toEqual([{ type: 'heard', host: 'node1' }])
  })

  it('tells again who is there now and then, for a journey that was started anew', async () => {
    let now = 0
    const stage = await open({ clock: { ...realClock, now: () => now } })
    await hello(stage)
    now = 29_999
    await ask(stage, 'heartbeat', '')
    expect(told(stage, 'phonedHome')).toHaveLength(1)
    now = 30_000
    await ask(stage, 'heartbeat', '')
    expect(told(stage, 'phonedHome')).toHaveLength(2)
    stage.put('node1', installing)
    now = 90_000
    await ask(stage, 'heartbeat', '')
    expect(told(stage, 'phonedHome')).toHaveLength(2)
  })
})

it('no secret is ever told', async () => {
  const stage = await open()
  await hello(stage)
  await ask(stage, 'key')
  await ask(stage, 'heartbeat', '')
  expect(JSON.stringify(stage.facts)).not.toContain(stage.token)
  expect(JSON.stringify(stage.facts)).not.toContain(key)
})
