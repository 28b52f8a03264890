/** The SSH adapter against a real ssh2 server on loopback, and against peers that misbehave. */
import { createServer, type Server as TcpServer } from 'node:net'
import { type Connection, Server, type ServerChannel, utils } from 'ssh2'
import { afterEach, expect, test } from 'vitest'
import { createSsh } from '../../../src/engine/node/ssh.ts'
import type { SshOptions, SshSession } from '../../../src/engine/world.ts'
import { makeKeyPair } from '../../../src/lab/simulated/keys.ts'

const hostKey = makeKeyPair('hostKey')
const otherKey = makeKeyPair('otherKey')
const userKey = makeKeyPair('userKey')

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

type Run = (channel: ServerChannel, command: string, client: Connection) => void

const answer: Run = (channel, command) => {
  channel.write(`ran ${command}`)
  channel.stderr.write('and said so')
  channel.exit(command === 'false' ? 1 : 0)
  channel.end()
}

const listen = (server: Server | TcpServer): Promise<number> =>
  new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
    closing.push(() => server.close())
  })

const allowed = utils.parseKey(userKey.publicKey)
if (allowed instanceof Error) throw allowed

const startServer = (run: Run = answer, hostKeys = [hostKey.privateKey]): Promise<number> => {
  const server = new Server({ hostKeys }, client => {
    closing.push(() => client.end())
    client.on('error', () => {})
    client.on('authentication', attempt => {
      if (attempt.method !== 'publickey') return attempt.reject(['publickey'])
      if (!attempt.key.data.equals(allowed.getPublicSSH())) return attempt.reject(['publickey'])
      attempt.accept()
    })
    client.on('session', accept => {
      accept().on('exec', (accepted, _refuse, { command }) => run(accepted(), command, client))
    })
  })
  return listen(server)
}

const options = (port: number, change: Partial<SshOptions> = {}): SshOptions => ({
  address: '127.0.0.1',
  port,
  user: 'root',
  privateKeys: [userKey.privateKey],
  hostKeys: [`${hostKey.publicKey} a comment`],
  timeout: 5_000,
  ...change,
})

const connect = async (port: number, change: Partial<SshOptions> = {}, keepalive = 5_000) => {
  const connected = await createSsh({ keepalive }).connect(options(port, change))
  if (connected.ok) closing.push(() => connected.value.close())
  return connected
}

const session = async (port: number, keepalive?: number): Promise<SshSession> => {
  const connected = await connect(port, {}, keepalive)
  if (!connected.ok) throw new Error(connected.fault.message)
  return connected.value
}

const codeOf = (outcome: { ok: boolean; fault?: { code: string } }) =>
  outcome.ok ? 'ok' : outcome.fault?.code

test('a command gives its output, its exit code, and the session the key it saw', async () => {
  const { exec, hostKey: seen } = await session(await startServer())
  expect(`${seen} hostKey`).toBe(hostKey.publicKey)
  expect(await exec('true', { timeout: 5_000 })).toEqual({
    ok: true,
    value: { exitCode: 0, stdout: 'ran true', stderr: 'and said so' },
  })
  expect(await exec('false', { timeout: 5_000 })).toMatchObject({ ok: true, value: { exitCode: 1 } })
})

test('input reaches the command', async () => {
  const echo: Run = channel => {
    channel.on('data', (chunk: Buffer) => channel.write(chunk))
    channel.on('end', () => {
      channel.exit(0)
      channel.end()
    })
  }
  const { exec } = await session(await startServer(echo))
  const result = await exec('cat', { timeout: 5_000, input: 'hello' })
  expect(result).toMatchObject({ ok: true, value: { stdout: 'hello' } })
})

test('twenty commands at once share one connection', async () => {
  const { exec } = await session(await startServer())
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, n) => exec(`command ${n}`, { timeout: 5_000 })),
  )
  expect(results.map(result => result.ok && result.value.stdout)).toEqual(
    results.map((_, n) => `ran command ${n}`),
  )
})

test('another host key ends the handshake, before any of our keys was tried', async () => {
  let tried = 0
  const server = new Server({ hostKeys: [otherKey.privateKey] }, client => {
    client.on('error', () => {}).on('authentication', () => tried++)
  })
  const outcome = await connect(await listen(server))
  expect(codeOf(outcome)).toBe('ssh-wrong-host-key')
  expect(tried).toBe(0)
})

test('a server without a key of the pinned kind has the wrong host key', async () => {
  const ecdsa = utils.generateKeyPairSync('ecdsa', { bits: 256 })
  expect(codeOf(await connect(await startServer(answer, [ecdsa.private])))).toBe('ssh-wrong-host-key')
})

test('of several host keys the server shows the one that is pinned', async () => {
  const ecdsa = utils.generateKeyPairSync('ecdsa', { bits: 256 })
  const port = await startServer(answer, [hostKey.privateKey, ecdsa.private])
  expect(codeOf(await connect(port, { hostKeys: [ecdsa.public] }))).toBe('ok')
})

test('without a pinned key nothing is sent', async () => {
  const port = await startServer()
  expect(codeOf(await connect(port, { hostKeys: [] }))).toBe('ssh-no-host-key')
  expect(codeOf(await connect(port, { hostKeys: ['garbage'] }))).toBe('ssh-no-host-key')
})

test('a machine that was reached may take its whole time to answer', async () => {
  const silent = createServer()
  const port = await listen(silent)
  const outcome = await connect(port, { reach: 50, timeout: 300 })
  expect(outcome.ok || outcome.fault.message).toBe('no answer within 0.3 s')
})

test('keys are tried in order; none that is taken is a refusal', async () => {
  const port = await startServer()
  const privateKeys = [otherKey.privateKey, userKey.privateKey]
  expect(codeOf(await connect(port, { privateKeys }))).toBe('ok')
  expect(codeOf(await connect(port, { privateKeys: [otherKey.privateKey] }))).toBe('ssh-key-refused')
  expect(codeOf(await connect(port, { privateKeys: [] }))).toBe('ssh-key-refused')
})

test('a key that cannot be read, a public one, and an agent that is not there are told apart from refusal', async () => {
  const port = await startServer()
  expect(codeOf(await connect(port, { privateKeys: ['nonsense'] }))).toBe('ssh-key-unreadable')
  expect(codeOf(await connect(port, { privateKeys: [userKey.publicKey] }))).toBe('ssh-key-unreadable')
  const agent = '/no/such/agent'
  expect(codeOf(await connect(port, { privateKeys: [], agent }))).toBe('ssh-key-unreadable')
})

test('a closed port refuses', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise(resolve => server.close(resolve))
  expect(codeOf(await connect(port))).toBe('ssh-refused')
})

test('a peer that says nothing is a timeout, one that speaks garbage or hangs up is lost', async () => {
  const silent = await listen(createServer(socket => closing.push(() => socket.destroy())))
  expect(codeOf(await connect(silent, { timeout: 50 }))).toBe('ssh-timeout')
  const garbage = await listen(createServer(socket => socket.on('error', () => {}).end('\0'.repeat(70_000))))
  expect(codeOf(await connect(garbage))).toBe('ssh-lost')
  const rude = await listen(createServer(socket => socket.destroy()))
  expect(codeOf(await connect(rude))).toBe('ssh-lost')
})

test('an impossible port is a fault, not an exception', async () => {
  expect((await connect(70_000)).ok).toBe(false)
})

test('connecting and running can be called off', async () => {
  const silent = await listen(createServer(socket => closing.push(() => socket.destroy())))
  const abort = new AbortController()
  const connecting = connect(silent, { signal: abort.signal })
  abort.abort()
  expect(codeOf(await connecting)).toBe('ssh-aborted')
  expect(codeOf(await connect(silent, { signal: AbortSignal.abort() }))).toBe('ssh-aborted')

  const running = new AbortController()
  const { exec } = await session(await startServer(() => running.abort()))
  expect(codeOf(await exec('sleep', { timeout: 60_000, signal: running.signal }))).toBe('ssh-aborted')
  expect(codeOf(await exec('sleep', { timeout: 60_000, signal: running.signal }))).toBe('ssh-aborted')
})

test('a command that does not end is a timeout, and the session goes on', async () => {
  const { exec } = await session(
    await startServer((channel, command, client) => command !== 'hang' && answer(channel, command, client)),
  )
  expect(codeOf(await exec('hang', { timeout: 30 }))).toBe('ssh-command-timeout')
  expect(codeOf(await exec('true', { timeout: 5_000 }))).toBe('ok')
})

test('a connection that ends takes its commands with it, the waiting and the next', async () => {
  const { exec } = await session(await startServer((_channel, _command, client) => client.end()))
  const both = await Promise.all([exec('a', { timeout: 60_000 }), exec('b', { timeout: 60_000 })])
  expect(both.map(codeOf)).toEqual(['ssh-lost', 'ssh-lost'])
  expect(codeOf(await exec('c', { timeout: 60_000 }))).toBe('ssh-lost')
})

test('a dead peer is noticed, though nothing ends the connection', async () => {
  const { exec } = await session(
    await startServer((_channel, _command, client) => {
      // Whatever it would say is swallowed from here on, as by a machine that lost its power.
      const socket: unknown = Reflect.get(client, '_sock')
      if (typeof socket === 'object' && socket !== null) Reflect.set(socket, 'write', () => true)
    }),
    20,
  )
  expect(codeOf(await exec('sleep', { timeout: 60_000 }))).toBe('ssh-lost')
})

test('a command ended by a signal has the exit code a shell would give', async () => {
  const { exec } = await session(
    await startServer(channel => {
      channel.exit('TERM')
      channel.end()
    }),
  )
  expect(await exec('x', { timeout: 5_000 })).toMatchObject({ ok: true, value: { exitCode: 143 } })
})

test('control sequences of a machine reach no terminal through a fault', async () => {
  const evil = await listen(createServer(socket => socket.on('error', () => {}).end('SSH-1.0-\x1b[2Jx\r\n')))
  const outcome = await connect(evil)
  expect(outcome.ok ? '' : outcome.fault.message).not.toContain('\x1b')
})
