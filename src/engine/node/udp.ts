/**
 * UDP through `node:dgram`. It is trusted with the socket. Not trusted: it dies of an error nobody listens
 * to, throws when sending to port 0 or after closing, resolves names where we only ever mean addresses, and
 * is granted less receive buffer than it asks for without being told.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { LookupOneOptions } from 'node:dns'
import { once } from 'node:events'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotListen } from '../faults/network.ts'
import type { Peer, UdpOptions, UdpSocket } from '../world.ts'
import { errnoOf } from './errno.ts'

export const openUdp = async (options: UdpOptions): Promise<Result<UdpSocket>> => {
  const { address, reuse: reuseAddr = false } = options
  const family = address.includes(':') ? { type: 'udp6' as const, ipv6Only: true } : { type: 'udp4' as const }
  const socket = createSocket({ ...family, reuseAddr, lookup: asIs })
  try {
    const listens = once(socket, 'listening')
    socket.bind(options.port, address)
    await listens
    if (options.broadcast) socket.setBroadcast(true)
    const receiveBuffer = askForBuffer(socket, options.receiveBuffer)
    return succeed(listening(socket, receiveBuffer, options.receive))
  } catch (error) {
    socket.on('error', () => {})
    await closeSocket(socket)
    return fail(cannotListen({ protocol: 'UDP', ...options }, errnoOf(error)))
  }
}

const listening = (socket: Socket, receiveBuffer: number, receive: UdpOptions['receive']): UdpSocket => {
  const { address, port } = socket.address()
  // What the kernel reports here belongs to a datagram already lost; UDP's answer to loss is to try again.
  socket.on('error', () => {})
  socket.on('message', (bytes, from) => receive(bytes, from))
  return {
    address,
    port,
    receiveBuffer,
    send: (bytes, to, failed) => sendOn(socket, bytes, to, failed),
    close: () => closeSocket(socket),
  }
}

/** Never throws. Without `failed` nobody waits for the outcome, which spares a callback per packet. */
export const sendOn = (
  socket: Socket,
  bytes: Uint8Array,
  to: Peer,
  failed?: (reason: string) => void,
): void => {
  try {
    const done = failed && ((error: Error | null) => error && failed(errnoOf(error)))
    socket.send(bytes, to.port, to.address, done)
  } catch (error) {
    failed?.(errnoOf(error))
  }
}

export const closeSocket = (socket: Socket): Promise<void> =>
  new Promise(resolve => {
    try {
      socket.close(() => resolve())
    } catch {
      resolve()
    }
  })

/** Linux doubles what it is asked for to pay for its bookkeeping, and answers with the double. */
const askForBuffer = (socket: Socket, wanted: number | undefined): number => {
  if (wanted !== undefined) socket.setRecvBufferSize(wanted)
  const granted = socket.getRecvBufferSize()
  return process.platform === 'linux' ? granted / 2 : granted
}

/** Peers are addresses, never names: nothing to look up. */
export const asIs = (
  address: string,
  _options: LookupOneOptions,
  found: (error: null, address: string, family: number) => void,
): void => found(null, address, address.includes(':') ? 6 : 4)
