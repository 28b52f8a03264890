/** The TFTP server over real sockets on loopback, and against clients that misbehave. */
import { createSocket } from 'node:dgram'
import { hostname } from 'node:os'
import { afterEach, expect, test, vi } from 'vitest'
import type { Decision } from '../../../src/engine/boot.ts'
import type { Fact } from '../../../src/engine/events.ts'
import type { Gate } from '../../../src/engine/gate.ts'
import { createWorld } from '../../../src/engine/node/world.ts'
import { encodeAck, encodeError, encodeRequest } from '../../../src/engine/protocol/tftp/packet.ts'
import { serveTftp } from '../../../src/engine/servers/tftp.ts'
import type { Clock, Peer, Source, TftpConnection, TftpSession, World } from '../../../src/engine/world.ts'
import { dice } from '../protocol/tftp/network.ts'
import { hostWith } from './stage.ts'
import { fetchTftp } from './tftp-client.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(closing.splice(0).map(close => close()))
})

const unreachable = (): never => {
  throw new Error('not part of these tests')
}

const host = hostWith('node1', 'bc:24:11:d0:28:34')

const mac = 'bc-24-11-d0-28-34'

const decide: Gate['decide'] = ({ mac: asking }): Decision =>
  host.macs.includes(asking) ? { offer: 'installer', host } : { offer: 'none', host: null, why: 'unknown' }

const inMemory = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  read: (position, length) => bytes.subarray(position, position + length),
})

const content = (size: number): Uint8Array => {
  const chance = dice(size)
  return Uint8Array.from({ length: size }, () => chance() * 256)
}

const program = content(300_000)

interface Setting {
  readonly decide?: Gate['decide']
  readonly programs?: Record<string, Source>
  readonly address?: string
  readonly world?: World
}

const parts = (setting: Setting, facts: Fact[]) => {
  const { address = '127.0.0.1' } = setting
  return {
    world: setting.world ?? createWorld(),
    gate: {
      decide: setting.decide ?? decide,
      issuePass: unreachable,
      passHolder: unreachable,
      tell: (fact: Fact) => facts.push(fact),
    },
    endpoint: {
      address,
      netmask: '255.0.0.0',
      broadcast: '127.255.255.255',
      url: 'http://127.0.0.1',
      tftpPort: 0,
    },
    published: {
      programs: new Map(Object.entries({ 'snponly.efi': inMemory(program), ...setting.programs })),
      image: unreachable,
    },
  }
}

const serve = async (setting: Setting = {}) => {
  const facts: Fact[] = []
  const serving = await serveTftp(parts(setting, facts))
  if (!serving.ok) throw new Error(serving.fault.message)
  closing.push(serving.value.close)
  const port = Number(/:(\d+)$/.exec(serving.value.sockets[0] ?? '')?.[1])
  const server: Peer = { address: setting.address ?? '127.0.0.1', port }
  return { server, facts, sockets: serving.value.sockets }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const lines = (facts: readonly Fact[]) =>
  facts.flatMap(fact => (fact.type === 'exchanged' ? [fact.line] : []))

const amounts = (facts: readonly Fact[]) =>
  facts.flatMap(fact => (fact.type === 'fetched' ? [fact.bytes] : []))

test.each([
  [{}, {}],
  [
    { blksize: 1432, tsize: 0 },
    { blksize: '1432', tsize: '300000' },
  ],
  [
    { blksize: 1468, windowsize: 16 },
    { blksize: '1468', windowsize: '16' },
  ],
  [
    { blksize: 9000, windowsize: 64, timeout: 3 },
    { blksize: '1468', windowsize: '64', timeout: '3' },
  ],
])('a program arrives whole with options %j', async (options, granted) => {
  const { server, facts } = await serve()
  const fetched = await fetchTftp(server, { file: `${mac}/snponly.efi`, options })
  expect(same(fetched.bytes, program)).toBe(true)
  expect(Object.fromEntries(fetched.granted ?? [])).toEqual(granted)
  await vi.waitFor(() => expect(lines(facts).at(-1)).toBe('snponly.efi delivered, 300000 bytes'))
  expect(amounts(facts).at(-1)).toBe(program.length)
  expect(amounts(facts).length).toBeLessThan(64)
})

test('over IPv6, with a mode in capitals, a slash before and the byte 255 after the name', async () => {
  const { server, sockets } = await serve({ address: '::1' })
  expect(sockets[0]).toMatch(/^UDP \[::1\]:\d+$/)
  const fetched = await fetchTftp(server, {
    file: `/${mac.toUpperCase()}/snponly.efi\xff`,
    mode: 'NETASCII',
    options: { blksize: 9000 },
  })
  expect(fetched.granted?.get('blksize')).toBe('1448')
  expect(same(fetched.bytes, program)).toBe(true)
})

test.each([1, 16, 64])('%d blocks ahead, of which every twentieth is lost', async windowsize => {
  const chance = dice(windowsize)
  const lossy = content(windowsize === 1 ? 60_000 : 600_000)
  const { server } = await serve({ programs: { lossy: inMemory(lossy) } })
  const fetched = await fetchTftp(server, {
    file: `${mac}/lossy`,
    options: { blksize: 1468, windowsize },
    loses: () => chance() < 0.05,
  })
  expect(fetched.error).toBeNull()
  expect(same(fetched.bytes, lossy)).toBe(true)
})

test('more than 65,535 blocks', async () => {
  const large = content(8 * 66_000 + 5)
  const { server } = await serve({ programs: { large: inMemory(large) } })
  const fetched = await fetchTftp(server, { file: `${mac}/large`, options: { blksize: 8, windowsize: 64 } })
  expect(same(fetched.bytes, large)).toBe(true)
})

test('a program read from a file, and sixteen machines at once', async () => {
  const files = createWorld().files
  const opened = await files.open(process.execPath)
  if (!opened.ok) throw new Error(opened.fault.message)
  const { read, close } = opened.value
  closing.push(close)
  const { server } = await serve({ programs: { node: { size: 1_000_000, read } } })
  const expected = await read(0, 1_000_000)
  const fetches = Array.from({ length: 16 }, () =>
    fetchTftp(server, { file: `${mac}/node`, options: { blksize: 1468, windowsize: 8 } }),
  )
  for (const { bytes } of await Promise.all(fetches)) expect(same(bytes, expected)).toBe(true)
})

test('autoexec.ipxe leads to the script over HTTP', async () => {
  const { server, facts } = await serve()
  const { bytes } = await fetchTftp(server, { file: `${mac}/autoexec.ipxe` })
  expect(Buffer.from(bytes).toString()).toBe(
    `#!ipxe\nchain --autofree http://127.0.0.1/boot/${mac}/boot.ipxe\n`,
  )
  const told = expect.objectContaining({ type: 'fetched', file: 'script', host: 'node1' })
  await vi.waitFor(() => expect(facts).toContainEqual(told))
})

test.each([
  '../../etc/hostname',
  '/etc/hostname',
  `${mac}/../../etc/hostname`,
  `${mac}/..`,
  `${mac}/`,
  mac,
  'snponly.efi',
  `${mac}/snponly.efi/x`,
  `${mac}/other.efi`,
  `${mac}/__proto__`,
])('%s is not served', async file => {
  const { server } = await serve()
  const { error, bytes } = await fetchTftp(server, { file })
  expect(error?.code).toBe(1)
  expect(error?.message).not.toContain(hostname())
  expect(bytes).toHaveLength(0)
})

test('a machine that is not in the site gets nothing, and is told as discovered', async () => {
  const { server, facts } = await serve()
  const { error } = await fetchTftp(server, { file: '02-00-00-00-00-01/snponly.efi' })
  expect(error).toMatchObject({ code: 2, message: 'its MAC address is not in the site' })
  expect(facts).toEqual([
    expect.objectContaining({ type: 'discovered', mac: '02:00:00:00:00:01', why: 'unknown' }),
  ])
})

test('a machine that is being installed gets nothing, and that it asked is told', async () => {
  const { server, facts } = await serve({ decide: () => ({ offer: 'none', host, why: 'installing' }) })
  const { error } = await fetchTftp(server, { file: `${mac}/snponly.efi` })
  expect(error?.code).toBe(2)
  expect(facts[0]).toEqual({ host: 'node1', type: 'askedToBoot' })
  expect(lines(facts)).toEqual([`RRQ ${mac}/snponly.efi → ERROR 2 it is being installed`])
})

test('an address that is not ours is a fault', async () => {
  const refused = await serveTftp(parts({ address: '192.0.2.1' }, []))
  expect(refused).toMatchObject({ ok: false, fault: { code: 'address-not-ours' } })
})

test('writing is refused', async () => {
  const { server } = await serve()
  const socket = createSocket('udp4')
  const answer = await new Promise<Buffer>(resolve => {
    socket.once('message', resolve)
    socket.send(Buffer.from('\0\x02file\0octet\0'), server.port, server.address)
  })
  socket.close()
  expect([...answer.subarray(0, 4)]).toEqual([0, 5, 0, 2])
})

/** The server with a clock and a socket in our hands. */
const handHeld = async (setting: Setting = {}) => {
  const facts: Fact[] = []
  const timers = new Set<{ at: number; run: () => void }>()
  let now = 1_000
  const clock: Clock = {
    now: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    sleep: unreachable,
  }
  let accept: (connection: TftpConnection) => TftpSession = unreachable
  const real = createWorld()
  const world: World = {
    ...real,
    clock,
    network: {
      ...real.network,
      tftp: options => {
        accept = options.accept
        return Promise.resolve({ ok: true, value: { address: '127.0.0.1', port: 69, close: async () => {} } })
      },
    },
  }
  await serveTftp(parts({ ...setting, world }, facts))
  const passTime = (ms: number) => {
    const until = now + ms
    for (;;) {
      const next = [...timers].sort((a, b) => a.at - b.at)[0]
      if (next === undefined || next.at > until) break
      timers.delete(next)
      now = Math.max(now, next.at)
      next.run()
    }
    now = until
  }
  const open = (first: Uint8Array) => {
    const sent: Uint8Array[] = []
    const state = { ended: 0 }
    const session = accept({
      peer: { address: '127.0.0.9', port: 2070 },
      first,
      send: bytes => sent.push(bytes),
      end: () => state.ended++,
    })
    const kinds = () => sent.splice(0).map(bytes => `${bytes[1]}:${((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)}`)
    return { session, kinds, state }
  }
  return { facts, timers, passTime, open }
}

const request = (options: Record<string, string> = {}, file = `${mac}/snponly.efi`): Uint8Array =>
  encodeRequest(file, new Map(Object.entries(options)))

test("EDK2's size probe is not a failure: it is told as one, and nothing is told as fetched", async () => {
  const { open, facts } = await handHeld()
  const { session, state } = open(request({ tsize: '0', blksize: '1468', windowsize: '4' }))
  session.receive(encodeError(8, 'User aborted the transfer'))
  expect(state.ended).toBe(1)
  expect(lines(facts)).toEqual([
    `RRQ ${mac}/snponly.efi tsize 0 blksize 1468 windowsize 4 → OACK tsize 300000 blksize 1468 windowsize 4`,
    'snponly.efi asked for its size only',
  ])
  expect(amounts(facts)).toEqual([])
})

test('a client that falls silent is given up after bounded retries, and leaves no timer', async () => {
  const { open, facts, timers, passTime } = await handHeld()
  const { session, kinds, state } = open(request())
  session.receive(encodeAck(1))
  passTime(60_000)
  expect(kinds()).toEqual(['3:1', ...Array(9).fill('3:2'), '5:0'])
  expect(state.ended).toBe(1)
  expect(timers.size).toBe(0)
  expect(lines(facts).at(-1)).toBe('snponly.efi given up: no acknowledgement after 512 of 300000 bytes')
})

test('a request sent twice is one transfer', async () => {
  const { open, facts, kinds } = await openTwice()
  expect(kinds()).toEqual(['3:1', '3:2'])
  expect(lines(facts)).toHaveLength(1)
  expect(open).toBeDefined()
})

const openTwice = async () => {
  const held = await handHeld()
  const connection = held.open(request())
  connection.session.receive(encodeAck(1))
  connection.session.receive(request())
  return { ...held, ...connection }
}

test('a request sent again before anything arrived is answered again, soon', async () => {
  const { open, passTime } = await handHeld()
  const { session, kinds } = open(request({ tsize: '0' }))
  kinds()
  session.receive(request({ tsize: '0' }))
  expect(kinds()).toEqual([])
  passTime(20)
  expect(kinds()).toHaveLength(1)
})

test('a machine that was restarted asks from the same port, and is served from the beginning', async () => {
  const { session, kinds, passTime, facts } = await openTwice()
  passTime(2_000)
  kinds()
  session.receive(request())
  expect(kinds()).toEqual(['3:1'])
  session.receive(request({ blksize: '1024' }))
  expect(kinds()[0]?.startsWith('6:')).toBe(true)
  expect(lines(facts)).toHaveLength(3)
})

test('a file that shrinks while it is read ends the transfer with an error', async () => {
  const { open, facts } = await handHeld({
    programs: { 'snponly.efi': { size: 10_000, read: () => new Uint8Array(3) } },
  })
  const { kinds, state } = open(request())
  expect(kinds()).toEqual(['5:0'])
  expect(state.ended).toBe(1)
  expect(lines(facts).at(-1)).toContain('could not be read')
})

test('a file that cannot be read any more does the same, later', async () => {
  const { open } = await handHeld({
    programs: { 'snponly.efi': { size: 10_000, read: () => Promise.reject(new Error('EIO')) } },
  })
  const { kinds, state } = open(request())
  await vi.waitFor(() => expect(state.ended).toBe(1))
  expect(kinds()).toEqual(['5:0'])
})

test('closing the server leaves no timer', async () => {
  const { open, timers } = await handHeld()
  const { session } = open(request())
  expect(timers.size).toBe(1)
  session.close()
  expect(timers.size).toBe(0)
})

test('names from the wire reach no terminal raw', async () => {
  const { open, facts } = await handHeld()
  open(request({}, `${mac}/\x1b[2J\x07.efi`))
  expect(JSON.stringify(facts)).not.toMatch(/\\u001b|\\u0007/)
})

test('garbage: 50,000 packets at one session and as first packets; none throws, none prints', async () => {
  const prints = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')]
  const chance = dice(42)
  const { open } = await handHeld()
  const valid = [
    request({ tsize: '0', windowsize: '4' }),
    encodeAck(1),
    encodeError(0, 'no'),
    Uint8Array.of(0),
  ]
  let { session } = open(request())
  for (let nth = 0; nth < 50_000; nth++) {
    const bytes = (valid[nth % valid.length] ?? new Uint8Array()).slice()
    bytes[Math.floor(chance() * bytes.length)] = chance() * 256
    if (chance() < 0.1) session = open(bytes).session
    else session.receive(bytes)
  }
  for (const print of prints) expect(print).not.toHaveBeenCalled()
})
