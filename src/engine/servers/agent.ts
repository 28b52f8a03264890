/**
 * The agent's API: an installer says what machine it woke up on, gets the key that lets us in, and from then on
 * sends its log and a sign of life. Everything is proven by the pass from its boot script, and by coming from
 * the address that fetched it.
 */
import { declinedBecause } from '../boot.ts'
import { type Facts, guestAt, readFacts } from '../facts.ts'
import type { AuthorizedKey, Gate } from '../gate.ts'
import type { Disk, Guest } from '../journey.ts'
import { plainLines } from '../plain-text.ts'
import type { Host } from '../plan.ts'
import type { Clock, HttpReply, HttpRequest } from '../world.ts'
import { logBudget } from './log-budget.ts'
import { exchange, textReply, wrongMethod } from './replies.ts'
import type { AgentCall } from './routes.ts'

export interface AgentServing {
  readonly clock: Clock
  readonly gate: Gate
  readonly authorizedKey: AuthorizedKey
}

/** Seconds between two signs of life. */
const heartbeat = 10
/** A guest is told again now and then: a journey that is tried anew finds its installer still running. */
const retell = 30_000
const longestFacts = 256 * 1024
const longestLog = 128 * 1024

interface Known {
  readonly guest: Guest
  readonly told: number
}

export const answerAgents = ({ clock, gate, authorizedKey }: AgentServing) => {
  const guests = new Map<string, Known>()
  const budgets = new Map<string, ReturnType<typeof logBudget>>()

  const meet = (host: Host, guest: Guest): void => {
    guests.set(host.name, { guest, told: clock.now() })
    gate.tell({ type: 'phonedHome', host: host.name, guest })
  }

  const hello = async (host: Host, request: HttpRequest): Promise<HttpReply> => {
    const text = await request.text(longestFacts)
    if (text === undefined) return textReply(413, `more than ${longestFacts} bytes of facts\n`)
    const read = readFacts(text)
    if ('wrong' in read) return textReply(400, `not the facts of a machine: ${read.wrong}\n`)
    const reply = welcome(host, read.facts, request)
    const more = described(read.facts)
    gate.tell({ host: host.name, ...exchange('agent', request, reply, more) })
    return reply
  }

  const welcome = (host: Host, facts: Facts, { peer }: HttpRequest): HttpReply => {
    const mac = facts.macs.find(mac => host.macs.includes(mac))
    if (mac === undefined) return textReply(404, 'none of these MAC addresses is in the site\n')
    const decision = gate.decide({ mac })
    const guest = guestAt(peer.address, facts)
    const known = guests.get(host.name)?.guest.bootId === guest.bootId
    if (decision.offer === 'installer') meet(host, guest)
    else if (!known) {
      // It woke up a second time while it is being installed: the journey must know, whatever we answer.
      const why = decision.offer === 'none' ? decision.why : undefined
      if (why === 'installing') gate.tell({ type: 'phonedHome', host: host.name, guest })
      return textReply(409, `${why === undefined ? 'it is installed already' : declinedBecause[why]}\n`)
    }
    return json(202, { host: host.name, heartbeat })
  }

  const key = (host: Host, request: HttpRequest): HttpReply => {
    const reply = guests.has(host.name) ? textReply(200, `${authorizedKey.trim()}\n`) : helloFirst
    gate.tell({ host: host.name, ...exchange('agent', request, reply) })
    return reply
  }

  const log = async ({ name: host }: Host, request: HttpRequest): Promise<HttpReply> => {
    const text = await request.text(longestLog)
    if (text === undefined) return textReply(413, `more than ${longestLog} bytes of log\n`)
    const within = budgets.get(host) ?? logBudget(clock)
    budgets.set(host, within)
    for (const line of within(plainLines(text))) gate.tell({ type: 'logged', host, source: 'agent', line })
    return done
  }

  const beat = (host: Host): HttpReply => {
    const known = guests.get(host.name)
    if (known === undefined) return helloFirst
    gate.tell({ type: 'heard', host: host.name })
    const due = clock.now() - known.told >= retell
    if (due && host.macs.some(mac => gate.decide({ mac }).offer === 'installer')) meet(host, known.guest)
    return done
  }

  const calls = { hello, key, log, heartbeat: beat }

  return async (call: AgentCall, request: HttpRequest): Promise<HttpReply> => {
    const method = call === 'key' ? 'GET' : 'POST'
    if (request.method !== method) return wrongMethod(method)
    const host = gate.passHolder(bearerOf(request), request.peer.address)
    return host === undefined ? stranger : calls[call](host, request)
  }
}

const bearerOf = ({ headers }: HttpRequest): string =>
  /^Bearer +([\w-]{16,128})$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''

const stranger: HttpReply = { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } }
const helloFirst: HttpReply = textReply(409, 'say hello first\n')
const done: HttpReply = { status: 204, headers: {} }

const json = (status: number, value: unknown): HttpReply => ({
  ...textReply(status, `${JSON.stringify(value)}\n`),
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
})

const described = ({ bootId, firmware, cpus, memoryBytes, macs, disks }: Facts): readonly string[] => [
  `boot ${bootId}, ${firmware}, ${cpus} processors, ${memoryBytes} bytes of memory`,
  `MAC addresses ${macs.join(' ')}`,
  ...disks.map(diskLine),
]

const diskLine = ({ path, ids, serial, model, bytes, contents }: Disk): string =>
  [
    `disk ${path}, ${bytes} bytes`,
    model ?? 'no model',
    serial ?? 'no serial',
    ids[0] ?? 'no id',
    contents.kind === 'blank' ? 'blank' : `${contents.kind}: ${contents.what}`,
  ].join(', ')
