/**
 * The agent's API: an installer says what machine it woke up on, gets the key that lets us in, and from then on
 * sends its log and a sign of life. Everything is proven by the pass from its boot script, and by coming from
 * the address that fetched it.
 */
import type { AuthorizedKey, Gate } from '../gate.ts'
import { plainLines } from '../plain-text.ts'
import type { Host } from '../plan.ts'
import type { Clock, HttpReply, HttpRequest } from '../world.ts'
import { keepGuests } from './agent/guests.ts'
import { answerHello } from './agent/hello.ts'
import { logBudget } from './agent/log-budget.ts'
import { exchange, textReply, wrongMethod } from './http/replies.ts'
import type { AgentCall } from './http/routes.ts'

export interface AgentServing {
  readonly clock: Clock
  readonly gate: Gate
  readonly authorizedKey: AuthorizedKey
}

type Call = (host: Host, request: HttpRequest) => HttpReply | Promise<HttpReply>

export const answerAgents = ({ clock, gate, authorizedKey }: AgentServing) => {
  const guests = keepGuests(gate, clock)

  const key: Call = (host, request) => {
    const reply = guests.of(host) === undefined ? helloFirst : textReply(200, `${authorizedKey.trim()}\n`)
    gate.tell({ host: host.name, ...exchange('agent', request, reply) })
    return reply
  }

  const heartbeat: Call = host => {
    if (guests.of(host) === undefined) return helloFirst
    gate.tell({ type: 'heard', host: host.name })
    guests.remind(host)
    return done
  }

  const hello: Call = (host, request) => answerHello(gate, guests, host, request)
  const calls: Readonly<Record<AgentCall, Call>> = { hello, key, log: takeLogs(gate, clock), heartbeat }

  return async (call: AgentCall, request: HttpRequest): Promise<HttpReply> => {
    const method = call === 'key' ? 'GET' : 'POST'
    if (request.method !== method) return wrongMethod(method)
    const host = gate.passHolder(bearerOf(request), request.peer.address)
    return host === undefined ? stranger : calls[call](host, request)
  }
}

const longestLog = 128 * 1024

const takeLogs = (gate: Gate, clock: Clock): Call => {
  const budgets = new Map<string, ReturnType<typeof logBudget>>()
  return async ({ name: host }, request) => {
    const text = await request.text(longestLog)
    if (text === undefined) return textReply(413, `more than ${longestLog} bytes of log\n`)
    const within = budgets.get(host) ?? logBudget(clock)
    budgets.set(host, within)
    for (const line of within(plainLines(text))) gate.tell({ type: 'logged', host, source: 'agent', line })
    return done
  }
}

const bearerOf = ({ headers }: HttpRequest): string =>
  /^Bearer +([\w-]{16,128})$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''

const stranger: HttpReply = { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } }
const helloFirst: HttpReply = textReply(409, 'say hello first\n')
const done: HttpReply = { status: 204, headers: {} }
