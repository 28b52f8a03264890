/** The answers both halves of the HTTP server give, and how an exchange is told. */
import type { Exchanged } from '../../events.ts'
import { plainText } from '../../plain-text.ts'
import type { HttpReply, HttpRequest } from '../../world.ts'
import { withoutPass } from './routes.ts'

export const textReply = (status: number, text: string): HttpReply => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: new TextEncoder().encode(text),
})

export const jsonReply = (status: number, value: unknown): HttpReply => ({
  ...textReply(status, `${JSON.stringify(value)}\n`),
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
})

/** To whoever is not served we say nothing of what there is, who else is served, or why not. */
export const nothing: HttpReply = textReply(404, 'not found\n')

export const wrongMethod = (allowed: string): HttpReply => ({ status: 405, headers: { Allow: allowed } })

/** One line, with both sides decoded below it. What a client calls itself is a text from the wire. */
export const exchange = (
  protocol: 'http' | 'agent',
  request: HttpRequest,
  reply: HttpReply,
  more: readonly string[] = [],
): Exchanged => ({
  type: 'exchanged',
  protocol,
  line: `${asked(request)} → ${reply.status}${amount(reply)}`,
  detail: [...received(request), ...returned(reply), ...more].map(withoutPass),
})

const asked = ({ method, path }: HttpRequest): string => plainText(withoutPass(`${method} ${path}`), 200)

const amount = ({ headers, body }: HttpReply): string => {
  const bytes = body instanceof Uint8Array ? body.length : headers['Content-Length']
  return bytes === undefined ? '' : `, ${bytes} bytes`
}

const received = (request: HttpRequest): readonly string[] => [
  `from ${request.peer.address} port ${request.peer.port}`,
  asked(request),
  ...['user-agent', 'range'].flatMap(name => {
    const value = request.headers.get(name)
    return value === undefined ? [] : [`${name}: ${plainText(value, 200)}`]
  }),
]

const returned = ({ status, headers }: HttpReply): readonly string[] => [
  `answered ${status}`,
  ...Object.entries(headers).map(([name, value]) => `${name.toLowerCase()}: ${value}`),
]
