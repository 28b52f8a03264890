/** A request as the engine knows it, out of node's. */
import type { IncomingMessage } from 'node:http'
import type { HttpRequest, Peer } from '../world.ts'

export const requestFrom = (message: IncomingMessage): HttpRequest => {
  const [path, query] = split(message.url ?? '')
  return {
    method: message.method ?? '',
    path: decoded(path),
    query: new Map(new URLSearchParams(query)),
    headers: new Map(Object.entries(message.headers).map(([name, value]) => [name, String(value)])),
    peer: peerOf(message),
    text: limit => readText(message, limit),
  }
}

/** The absolute form, `GET http://us/path`, is allowed to anybody and sent by proxies. */
const split = (url: string): readonly [path: string, query: string] => {
  const local = url.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = local.indexOf('?')
  return mark < 0 ? [local, ''] : [local.slice(0, mark), local.slice(mark + 1)]
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return ''
  }
}

/** An IPv4 client of an IPv6 socket is still an IPv4 client. */
const peerOf = ({ socket }: IncomingMessage): Peer => ({
  address: (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, ''),
  port: socket.remotePort ?? 0,
})

const readText = (message: IncomingMessage, limit: number): Promise<string | undefined> =>
  new Promise(resolve => {
    if (Number(message.headers['content-length'] ?? 0) > limit) return resolve(undefined)
    const chunks: Buffer[] = []
    let bytes = 0
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= limit) return void chunks.push(chunk)
      message.off('data', take)
      resolve(undefined)
    }
    message.on('data', take)
    message.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    message.once('close', () => resolve(undefined))
  })

const patience = 1024 * 1024

/**
 * What the client still sends after it has its answer is read and dropped, so that the answer is not lost in a
 * reset; but only so much of it.
 */
export const discardBody = (message: IncomingMessage): void => {
  if (message.complete) return
  let left = patience
  message.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left < 0) message.socket.destroy()
  })
  message.resume()
}
