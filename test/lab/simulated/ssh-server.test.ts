/** A simulated machine's SSH server, seen by the engine's own client. */
import { afterEach, expect, it } from 'vitest'
import { createSsh } from '../../../src/engine/node/ssh.ts'
import type { SshOptions } from '../../../src/engine/world.ts'
import { makeKeyPair, publicHalf } from '../../../src/lab/simulated/keys.ts'
import { freePorts } from '../../../src/lab/simulated/ports.ts'
import { openSshServer, type SshServer } from '../../../src/lab/simulated/ssh-server.ts'

const address = '127.83.1.1'
const host = makeKeyPair('host')
const client = makeKeyPair('client')
const servers: SshServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const opened = async (change: Partial<Parameters<typeof openSshServer>[0]> = {}) => {
  const { ssh: port } = await freePorts()
  const server = await openSshServer({
    ...{ address, port, hostKey: host.privateKey },
    authorizedKeys: () => [client.publicKey],
    exec: async (command, { input, out, err }) => {
      if (command === 'cat') out(String(await input()))
      else err(`heard ${command}\n`)
      return command === 'cat' ? 0 : 5
    },
    ...change,
  })
  servers.push(server)
  return { server, port }
}

const connect = (port: number, change: Partial<SshOptions> = {}) =>
  createSsh().connect({
    ...{ address, port, user: 'root', timeout: 5000 },
    privateKeys: [client.privateKey],
    hostKeys: [publicHalf(host.privateKey) ?? ''],
    ...change,
  })

it('runs commands: output, errors, exit codes, input', async () => {
  const { port } = await opened()
  const session = await connect(port)
  if (!session.ok) throw new Error(session.fault.message)
  expect(session.value.hostKey).toBe(publicHalf(host.privateKey))
  expect(await session.value.exec('cat', { timeout: 5000, input: 'a'.repeat(300_000) })).toMatchObject({
    value: { exitCode: 0, stdout: 'a'.repeat(300_000) },
  })
  expect(await session.value.exec('other', { timeout: 5000 })).toMatchObject({
    value: { exitCode: 5, stderr: 'heard other\n' },
  })
  session.value.close()
})

it('presents its own host key and no other', async () => {
  const { port } = await opened()
  const session = await connect(port, { hostKeys: [publicHalf(client.privateKey) ?? ''] })
  expect(session).toMatchObject({ ok: false, fault: { code: 'ssh-wrong-host-key' } })
})

it('lets in who is authorised at that moment, and nobody else', async () => {
  const authorized: string[] = []
  const { port } = await opened({ authorizedKeys: () => authorized })
  expect(await connect(port)).toMatchObject({ ok: false, fault: { code: 'ssh-key-refused' } })
  authorized.push(client.publicKey)
  const session = await connect(port)
  expect(session.ok).toBe(true)
  if (session.ok) session.value.close()
})

it('when the power goes in the middle of a command, the connection just ends', async () => {
  let started: () => void = () => undefined
  const running = new Promise<void>(resolve => {
    started = resolve
  })
  const { server, port } = await opened({
    exec: () => {
      started()
      return new Promise<never>(() => undefined)
    },
  })
  const session = await connect(port)
  if (!session.ok) throw new Error(session.fault.message)
  const answer = session.value.exec('sleep 1000', { timeout: 5000 })
  await running
  server.close()
  expect(await answer).toMatchObject({ ok: false, fault: { code: 'ssh-lost' } })
  expect(await connect(port)).toMatchObject({ ok: false, fault: { code: 'ssh-refused' } })
})
