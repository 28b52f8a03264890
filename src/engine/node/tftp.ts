/**
 * TFTP's demultiplexing, through `tftp-server`: one port for all transfers, which boots OVMF and iPXE and suits
 * firewalls. Our sessions stand in its `connectionFactory` place. Not trusted: its own
 * transfer (512-byte blocks, no options, dies of a 1-byte datagram) and its file routes (`../../etc/hostname`)
 * are never reached; its socket has no error listener (dies of EADDRINUSE) and is slow; it keeps a connection for ever
 * that ended while it was being made; it dies of a datagram from port 0.
 */
import { createSocket, type SocketType } from 'node:dgram'
import { once } from 'node:events'
import tftp, { type ConnectionContext, type ConnectionMachine } from 'tftp-server'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotListen } from '../faults/network.ts'
import type { Listener, TftpConnection, TftpOptions, TftpSession } from '../world.ts'
import { errnoOf } from './errno.ts'
import { asIs, closeSocket, sendOn } from './udp.ts'

type Server = InstanceType<typeof tftp.TFTPServer>

/** More transfers at once than any rack has machines: what comes on top is a flood, and is not answered. */
const most = 4_096

export const listenTftp = async (options: TftpOptions): Promise<Result<Listener>> => {
  const type = options.address.includes(':') ? 'udp6' : 'udp4'
  const server = new tftp.TFTPServer(type)
  standBefore(server, type)
  const open = { connections: 0 }
  server.connectionFactory = { run: (context, ended) => connect(server, open, options, context, ended) }
  try {
    const listens = once(server.socket, 'listening')
    server.socket.bind(options.port, options.address)
    await listens
    return succeed(listening(server))
  } catch (error) {
    server.socket.on('error', () => {})
    await closeSocket(server.socket)
    return fail(cannotListen({ protocol: 'UDP', ...options }, errnoOf(error)))
  }
}

/**
 * Its own socket is never bound, and hands on what ours receives. It would look every peer up as a name, and send a
 * tick later: an eighth of what a single machine can be sent.
 */
const standBefore = (server: Server, type: SocketType): void => {
  const { socket: demultiplexer } = server
  demultiplexer.close()
  server.socket = createSocket({ type, lookup: asIs })
  server.socket.on('message', (bytes, from) => demultiplexer.emit('message', bytes, from))
}

const listening = (server: Server): Listener => {
  const { address, port } = server.socket.address()
  // What the kernel reports here is a datagram already lost, which the transfer makes good.
  server.socket.on('error', () => {})
  return {
    address,
    port,
    close: () => {
      for (const machine of Object.values(server.connections)) machine.next(null)
      return closeSocket(server.socket)
    },
  }
}

const connect = (
  server: Server,
  open: { connections: number },
  options: TftpOptions,
  { request, clientKey, address, port }: ConnectionContext,
  ended: () => void,
): ConnectionMachine => {
  const peer = { address, port }
  const { ingress, socket } = server
  let alive = true
  let session: TftpSession | undefined
  const receive = (bytes: Buffer) => session?.receive(bytes)
  const end = () => {
    if (!alive) return
    alive = false
    open.connections -= 1
    ingress.removeListener(clientKey, receive)
    // tftp-server notes the connection only after this function: forgotten before, it would stay for ever.
    queueMicrotask(ended)
  }
  const connection: TftpConnection = {
    peer,
    first: request,
    send: bytes => sendOn(socket, bytes, peer),
    end,
  }
  open.connections += 1
  if (port === 0 || open.connections > most) end()
  else {
    ingress.on(clientKey, receive)
    session = options.accept(connection)
  }
  return {
    next: () => {
      end()
      session?.close()
    },
  }
}
