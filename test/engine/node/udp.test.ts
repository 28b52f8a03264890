import { createSocket } from 'node:dgram'
import { afterEach, expect, test } from 'vitest'
import { openUdp } from '../../../src/engine/node/udp.ts'
import type { Peer, UdpOptions, UdpSocket } from '../../../src/engine/world.ts'

const opened: UdpSocket[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(socket => socket.close()))
})

const ignore = () => {}

const open = async (options: Partial<UdpOptions> = {}): Promise<UdpSocket> => {
  const socket = await openUdp({ address: '127.0.0.1', port: 0, receive: ignore, ...options })
  if (!socket.ok) throw new Error(socket.fault.message)
  opened.push(socket.value)
  return socket.value
}

test('a datagram arrives with its bytes and its sender', async () => {
  const { promise, resolve } = Promise.withResolvers<{ bytes: Uint8Array; from: Peer }>()
  const a = await open({ receive: (bytes, from) => resolve({ bytes, from }) })
  const b = await open()
  b.send(Uint8Array.of(1, 2, 3), a)
  const { bytes, from } = await promise
  expect([...bytes]).toEqual([1, 2, 3])
  expect(from).toMatchObject({ address: '127.0.0.1', port: b.port })
})

test('IPv6 too', async () => {
  const { promise, resolve } = Promise.withResolvers<Peer>()
  const a = await open({ address: '::1', receive: (_, from) => resolve(from) })
  const b = await open({ address: '::1' })
  b.send(Uint8Array.of(1), a)
  expect(await promise).toMatchObject({ address: '::1', port: b.port })
})

test('broadcast is allowed only when asked for, and a refusal is reported, not thrown', async () => {
  const reason = await new Promise<string>(resolve => {
    void open().then(socket =>
      socket.send(Uint8Array.of(1), { address: '255.255.255.255', port: 9 }, resolve),
    )
  })
  expect(reason).toBe('EACCES')
})

test('a broadcast to the loopback network arrives', async () => {
  const { promise, resolve } = Promise.withResolvers<Uint8Array>()
  const listener = await open({ address: '127.255.255.255', receive: resolve })
  const sender = await open({ broadcast: true })
  sender.send(Uint8Array.of(7), { address: '127.255.255.255', port: listener.port })
  expect([...(await promise)]).toEqual([7])
})

test('sending to port 0, to a name, or after closing is reported, not thrown', async () => {
  const socket = await open()
  const to = (peer: Peer) => new Promise<string>(failed => socket.send(Uint8Array.of(1), peer, failed))
  expect(await to({ address: '127.0.0.1', port: 0 })).toBe('ERR_SOCKET_BAD_PORT')
  expect(await to({ address: 'localhost', port: 9 })).toBe('EINVAL')
  await socket.close()
  expect(await to({ address: '127.0.0.1', port: 9 })).toBe('ERR_SOCKET_DGRAM_NOT_RUNNING')
  expect(() => socket.send(Uint8Array.of(1), { address: '127.0.0.1', port: 0 })).not.toThrow()
  await socket.close()
})

test('two sockets share a port only when both allow it', async () => {
  const first = await open({ address: '0.0.0.0', reuse: true })
  await open({ address: '127.0.0.1', port: first.port, reuse: true })
  const refused = await openUdp({ address: '127.0.0.1', port: first.port, receive: ignore })
  expect(refused).toMatchObject({
    ok: false,
    fault: { code: 'port-in-use', place: `UDP 127.0.0.1:${first.port}` },
  })
})

test('an address that is not ours is refused with its name', async () => {
  const refused = await openUdp({ address: '192.0.2.1', port: 0, receive: ignore })
  expect(refused).toMatchObject({ ok: false, fault: { code: 'address-not-ours' } })
})

test('the receive buffer is what the kernel grants, not what was asked for', async () => {
  const raw = createSocket('udp4').bind(0, '127.0.0.1')
  await new Promise<void>(resolve => raw.once('listening', () => resolve()))
  raw.setRecvBufferSize(1 << 30)
  const most = raw.getRecvBufferSize() / 2
  raw.close()
  expect((await open({ receiveBuffer: 65_536 })).receiveBuffer).toBe(65_536)
  expect((await open({ receiveBuffer: 1 << 30 })).receiveBuffer).toBe(most)
})
