/** `tftp-server`'s socket and demultiplexing, and its traps, mended. */
import { createSocket, type Socket } from 'node:dgram'
import { afterEach, expect, test } from 'vitest'
import { listenTftp } from '../../../src/engine/node/tftp.ts'
import type { Listener, TftpConnection, TftpSession } from '../../../src/engine/world.ts'

const opened: Listener[] = []
const clients: Socket[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await Promise.all(opened.splice(0).map(listener => listener.close()))
})

const listen = async (accept: (connection: TftpConnection) => TftpSession): Promise<Listener> => {
  const listener = await listenTftp({ address: '127.0.0.1', port: 0, accept })
  if (!listener.ok) throw new Error(listener.fault.message)
  opened.push(listener.value)
  return listener.value
}

const openClient = async (): Promise<Socket> => {
  const client = createSocket('udp4')
  clients.push(client)
  await new Promise<void>(resolve => client.bind(0, '127.0.0.1', resolve))
  return client
}

const quiet: TftpSession = { receive: () => {}, close: () => {} }

/** Answers what it is sent, and says which conversation it belongs to. */
const echo = () => {
  let conversations = 0
  return (connection: TftpConnection): TftpSession => {
    const nth = ++conversations
    const answer = (bytes: Uint8Array) => {
      connection.send(Buffer.from(`${nth}:${Buffer.from(bytes)}`))
      if (Buffer.from(bytes).toString() === 'end') connection.end()
    }
    answer(connection.first)
    return { receive: answer, close: () => {} }
  }
}

const asks = (client: Socket, { port }: Listener, text: string): Promise<string> =>
  new Promise(resolve => {
    client.once('message', bytes => resolve(bytes.toString()))
    client.send(text, port, '127.0.0.1')
  })

test('each peer has its own conversation, until it ends', async () => {
  const server = await listen(echo())
  const [a, b] = [await openClient(), await openClient()]
  expect(await asks(a, server, 'one')).toBe('1:one')
  expect(await asks(b, server, 'one')).toBe('2:one')
  expect(await asks(a, server, 'two')).toBe('1:two')
  expect(await asks(a, server, 'end')).toBe('1:end')
  expect(await asks(a, server, 'again')).toBe('3:again')
})

test('a conversation that ends as it begins is forgotten, not kept for ever', async () => {
  const server = await listen(echo())
  const client = await openClient()
  expect(await asks(client, server, 'end')).toBe('1:end')
  expect(await asks(client, server, 'end')).toBe('2:end')
})

test('a 1-byte datagram after a request, and an empty one, end nothing', async () => {
  const server = await listen(echo())
  const client = await openClient()
  expect(await asks(client, server, '\0\x01file\0octet\0')).toContain('1:')
  expect(await asks(client, server, 'x')).toBe('1:x')
  expect(await asks(client, server, '')).toBe('1:')
})

test('a port that is taken is a fault, not the end of the program', async () => {
  const { port } = await listen(() => quiet)
  const refused = await listenTftp({ address: '127.0.0.1', port, accept: () => quiet })
  expect(refused).toMatchObject({ ok: false, fault: { code: 'port-in-use', place: `UDP 127.0.0.1:${port}` } })
})

test('closing ends every conversation, frees the port, and may be done twice', async () => {
  let closed = 0
  const server = await listen(connection => {
    connection.send(Buffer.from('hello'))
    return { ...quiet, close: () => closed++ }
  })
  await asks(await openClient(), server, 'a')
  await asks(await openClient(), server, 'b')
  await server.close()
  expect(closed).toBe(2)
  const again = await listenTftp({ address: '127.0.0.1', port: server.port, accept: () => quiet })
  expect(again.ok).toBe(true)
  if (again.ok) opened.push(again.value)
})

test('what is sent after closing goes nowhere, without a sound', async () => {
  let connection: TftpConnection | undefined
  const server = await listen(accepted => {
    connection = accepted
    accepted.send(Buffer.from('hello'))
    return quiet
  })
  await asks(await openClient(), server, 'a')
  await server.close()
  expect(() => connection?.send(Buffer.from('late'))).not.toThrow()
  expect(() => connection?.end()).not.toThrow()
})
