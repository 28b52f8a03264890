/** HTTP as firmware, iPXE and the agent speak it: from the machine's own address, with every byte summed up. */
import { createHash } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'

export interface HttpClient {
  fetch(options: FetchOptions): Promise<Fetched>
  close(): void
}

export interface FetchOptions {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** How much of the answer is kept; the rest is only summed. */
  readonly keep?: number
  readonly progress?: (bytes: number) => void
}

export interface Fetched {
  readonly status: number
  /** As announced; null when it was not. */
  readonly length: number | null
  readonly bytes: number
  readonly sha256: string
  readonly kept: Buffer
}

export interface HttpClientOptions {
  readonly address: string
  readonly userAgent: string
  readonly signal: AbortSignal
}

export const createHttpClient = ({ address, userAgent, signal }: HttpClientOptions): HttpClient => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return {
    fetch: async options => summedUp(await respond(options, { agent, address, userAgent, signal }), options),
    close: () => agent.destroy(),
  }
}

const respond = (
  { url, method = 'GET', headers = {}, body }: FetchOptions,
  { agent, address, userAgent, signal }: HttpClientOptions & { agent: Agent },
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const options = {
      agent,
      method,
      signal,
      localAddress: address,
      headers: { 'User-Agent': userAgent, ...headers, ...(body === undefined ? {} : lengthOf(body)) },
    }
    request(url, options, resolve).on('error', reject).end(body)
  })

const lengthOf = (body: string) => ({ 'Content-Length': String(Buffer.byteLength(body)) })

const summedUp = async (
  response: IncomingMessage,
  { keep = 0, method, progress }: FetchOptions,
): Promise<Fetched> => {
  const hash = createHash('sha256')
  const kept: Buffer[] = []
  const length = announced(response)
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    hash.update(chunk)
    if (bytes < keep) kept.push(chunk.subarray(0, keep - bytes))
    bytes += chunk.length
    progress?.(bytes)
  }
  if (length !== null && method !== 'HEAD' && bytes !== length) throw new Error('the connection was cut')
  return {
    status: response.statusCode ?? 0,
    length,
    bytes,
    sha256: hash.digest('hex'),
    kept: Buffer.concat(kept),
  }
}

const announced = ({ headers }: IncomingMessage): number | null =>
  headers['content-length'] === undefined ? null : Number(headers['content-length'])
