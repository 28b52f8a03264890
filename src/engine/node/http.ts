/**
 * HTTP over `node:http`, trusted with the protocol itself. What it leaves to its user, and is done here: bodies are
 * pulled only as the client takes them, nothing a client does or leaves undone holds a socket for ever, nothing
 * throws, and closing gives every socket back at once (its own `close` waits for idle keep-alive connections).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { fail, type Result, succeed } from '../errors.ts'
import { cannotListen } from '../faults/network.ts'
import type { HttpOptions, HttpReply, Listener } from '../world.ts'
import { answer } from './http-answer.ts'
import { discardBody, requestFrom } from './http-request.ts'

export interface HttpLimits {
  /** Milliseconds for a request's head, for all of a request, and for silence on a socket in any direction. */
  readonly headers: number
  readonly request: number
  readonly silence: number
  readonly headerBytes: number
  readonly connections: number
}

/** Generous to a slow BIOS and to a link that spanning tree holds back, bounded for everybody else. */
const usual: HttpLimits = {
  headers: 15_000,
  request: 60_000,
  silence: 90_000,
  headerBytes: 16 * 1024,
  connections: 4096,
}

export const listenHttp = async (
  { address, port, handle }: HttpOptions,
  limits: HttpLimits = usual,
): Promise<Result<Listener>> => {
  const server = serverWithin(limits)
  const sockets = socketsOf(server)
  const answering = new WeakSet<Socket>()
  server.on('request', (request, response) => void serve(request, response, handle, answering))
  server.on('clientError', (error, socket: Socket) => refuseMalformed(error, socket, answering))
  const refused = await bind(server, address, port)
  if (refused !== undefined) return fail(cannotListen({ protocol: 'TCP', address, port }, refused))
  const bound = server.address() as AddressInfo
  return succeed({ address: bound.address, port: bound.port, close: () => close(server, sockets) })
}

const serverWithin = (limits: HttpLimits): Server => {
  const server = createServer({
    headersTimeout: limits.headers,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.silence,
    connectionsCheckingInterval: Math.ceil(Math.min(limits.headers, limits.request) / 4),
    maxHeaderSize: limits.headerBytes,
    keepAlive: true,
    noDelay: true,
  })
  server.maxConnections = limits.connections
  // A machine that lost power in the middle of a file says nothing more. What still trickles is not silent.
  server.setTimeout(limits.silence)
  return server
}

const socketsOf = (server: Server): ReadonlySet<Socket> => {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

/** Why it could not be bound, or nothing. The listener stays: a server without one ends the program. */
const bind = (server: Server, address: string, port: number): Promise<string | undefined> =>
  new Promise(resolve => {
    server.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.once('listening', () => resolve(undefined))
    server.listen({ host: address, port, backlog: 1024 })
  })

const close = (server: Server, sockets: ReadonlySet<Socket>): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  handle: HttpOptions['handle'],
  answering: WeakSet<Socket>,
): Promise<void> => {
  const { socket } = request
  response.on('error', () => response.destroy())
  response.once('close', () => answering.delete(socket))
  try {
    const given = await reply(request, handle)
    answering.add(socket)
    await answer(request, response, given)
  } catch {
    response.destroy()
  } finally {
    discardBody(request)
  }
}

const reply = async (request: IncomingMessage, handle: HttpOptions['handle']): Promise<HttpReply> => {
  try {
    return await handle(requestFrom(request))
  } catch {
    return { status: 500, headers: {} }
  }
}

/** What is not HTTP gets an answer, unless that would fall into the middle of another one; then it is gone. */
const refuseMalformed = (error: NodeJS.ErrnoException, socket: Socket, answering: WeakSet<Socket>): void => {
  const speechless = !socket.writable || error.code === 'ECONNRESET' || answering.has(socket)
  if (speechless) return void socket.destroy()
  const status = malformed[error.code ?? ''] ?? '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  socket.once('finish', () => socket.destroy())
}

const malformed: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}
