/**
 * An answer on its way out: the next slice is asked for when the kernel has all of the last one. `drain` would say
 * so too early: node keeps up to 64 KiB back and calls that written, and the memory of a slice is used again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpReply } from '../world.ts'

export const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HttpReply,
): Promise<void> => {
  const promised = lengthIn(headers)
  const whole = body === undefined || body instanceof Uint8Array
  response.writeHead(
    status,
    whole && promised === undefined ? { ...headers, ...lengthOf(status, body) } : headers,
  )
  if (whole) return end(response, request.method === 'HEAD' ? undefined : body)
  if (request.method === 'HEAD') return endWithout(body, response)
  const complete = await stream(body, request, response)
  // A client that was promised more would wait for it for ever on a connection that stays open.
  if (complete && (promised ?? complete.bytes) === complete.bytes) end(response)
  else response.destroy()
}

const lengthIn = (headers: HttpReply['headers']): number | undefined => {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-length')
  return header && Number(header[1])
}

const lengthOf = (status: number, body: Uint8Array | undefined): Record<string, string> =>
  status === 204 || status === 304 ? {} : { 'Content-Length': String(body?.length ?? 0) }

const end = (response: ServerResponse, body?: Uint8Array): void => void response.end(body)

const endWithout = async (body: AsyncIterable<Uint8Array>, response: ServerResponse): Promise<void> => {
  response.end()
  await body[Symbol.asyncIterator]().return?.()
}

/** How many bytes were sent, or nothing when the client went away; the body learns of that by its `return()`. */
const stream = async (
  body: AsyncIterable<Uint8Array>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ readonly bytes: number } | undefined> => {
  let bytes = 0
  for await (const slice of body) {
    if (request.socket.destroyed) return undefined
    bytes += slice.length
    if (!(await written(slice, request, response))) return undefined
  }
  return { bytes }
}

/** False when the socket closed instead. A pipelined answer waits here for its turn, so it is the socket we ask. */
const written = (
  slice: Uint8Array,
  { socket }: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> =>
  new Promise(resolve => {
    const settle = (alive: boolean) => {
      socket.off('close', gone)
      resolve(alive)
    }
    const gone = () => settle(false)
    socket.once('close', gone)
    response.write(slice, error => {
      // A write that failed still lies in the kernel's hands until the socket has closed.
      if (!error) settle(true)
    })
  })
