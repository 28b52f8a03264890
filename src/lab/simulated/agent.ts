/** The installer's voice: phones home with its token, takes the key it is to let in, logs, and keeps saying it lives. */
import type { Facts } from './facts.ts'
import { createHttpClient, type Fetched, type HttpClient } from './http-client.ts'
import type { Uptime } from './uptime.ts'

export interface AgentOptions {
  readonly uptime: Uptime
  readonly address: string
  /** From the kernel's command line. */
  readonly url: string
  readonly token: string
  readonly facts: () => Facts
}

export interface Agent {
  /** The authorised key, once the engine gave it; nothing when it will not have this machine. */
  phoneHome(): Promise<string | undefined>
  /** Once more, as an agent does that was restarted. */
  helloAgain(): Promise<void>
  log(line: string): void
}

export const createAgent = (options: AgentOptions): Agent => {
  const { uptime, address } = options
  const client = createHttpClient({ address, userAgent: 'firstlight-agent', signal: uptime.signal })
  uptime.signal.addEventListener('abort', client.close, { once: true })
  const call = (path: string, body?: string): Promise<Fetched> => calling(client, options, path, body)
  return {
    phoneHome: async () => {
      const heartbeat = await hello(call, options)
      if (heartbeat === undefined) return undefined
      void beat(call, uptime, heartbeat)
      const key = await call('key')
      return key.status === 200 ? key.kept.toString() : undefined
    },
    helloAgain: async () => {
      const { status } = await call('hello', JSON.stringify(options.facts()))
      uptime.say(`agent: said hello again, the answer is ${status}`)
    },
    log: line => {
      uptime.say(line)
      // A line that does not arrive is not worth a machine.
      void call('log', `${line}\n`).catch(() => undefined)
    },
  }
}

type Call = (path: string, body?: string) => Promise<Fetched>

const calling = (client: HttpClient, { url, token }: AgentOptions, path: string, body?: string) =>
  client.fetch({
    url: `${url}/agent/v1/${path}`,
    headers: { Authorization: `Bearer ${token}`, ...contentType(path) },
    keep: 64 * 1024,
    ...(path === 'key' ? {} : { method: 'POST', body: body ?? '' }),
  })

const contentType = (path: string) => ({
  'Content-Type': path === 'hello' ? 'application/json' : 'text/plain',
})

/** Backs off while nobody answers; what the engine decides (401, 404, 409) is final. */
const hello = async (call: Call, { uptime, facts }: AgentOptions): Promise<number | undefined> => {
  for (let wait = 1; ; wait = Math.min(wait * 2, 60)) {
    const answer = await call('hello', JSON.stringify(facts())).catch(() => undefined)
    uptime.signal.throwIfAborted()
    if (answer?.status === 202) return heartbeatIn(answer)
    uptime.say(`agent: hello was answered with ${answer?.status ?? 'nothing'}`)
    if (answer !== undefined && answer.status < 500) return undefined
    await uptime.rest(wait * (0.5 + Math.random() / 2))
  }
}

const heartbeatIn = ({ kept }: Fetched): number => {
  const answer: unknown = JSON.parse(kept.toString())
  const seconds =
    typeof answer === 'object' && answer !== null && 'heartbeat' in answer ? answer.heartbeat : 0
  return typeof seconds === 'number' && seconds > 0 ? seconds : 10
}

/** By the engine's clock, not the lab's: it is the engine that counts the silence. */
const beat = async (call: Call, uptime: Uptime, seconds: number): Promise<void> => {
  try {
    for (;;) {
      await uptime.rest(seconds * uptime.rack.pace.speed)
      await call('heartbeat')
    }
  } catch {
    if (!uptime.signal.aborted) void beat(call, uptime, seconds)
  }
}
