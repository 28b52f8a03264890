/** An agent's first call: what it reports, and whether its machine is to be installed. */
import { declinedBecause } from '../../boot.ts'
import { type Facts, guestAt, readFacts } from '../../facts.ts'
import type { Gate } from '../../gate.ts'
import type { Disk, Guest } from '../../journey.ts'
import type { Host } from '../../plan.ts'
import type { HttpReply, HttpRequest } from '../../world.ts'
import { exchange, jsonReply, textReply } from '../http/replies.ts'
import type { Guests } from './guests.ts'

/** Seconds between two signs of life. */
const heartbeat = 10
const longestFacts = 256 * 1024

export const answerHello = async (
  gate: Gate,
  guests: Guests,
  host: Host,
  request: HttpRequest,
): Promise<HttpReply> => {
  const text = await request.text(longestFacts)
  if (text === undefined) return textReply(413, `more than ${longestFacts} bytes of facts\n`)
  const read = readFacts(text)
  if ('wrong' in read) return textReply(400, `not the facts of a machine: ${read.wrong}\n`)
  const reply = welcome(gate, guests, host, guestAt(request.peer.address, read.facts))
  gate.tell({ host: host.name, ...exchange('agent', request, reply, described(read.facts)) })
  return reply
}

const welcome = (gate: Gate, guests: Guests, host: Host, guest: Guest): HttpReply => {
  const mac = guest.macs.find(mac => host.macs.includes(mac))
  if (mac === undefined) return textReply(404, 'none of these MAC addresses is in the site\n')
  const decision = gate.decide({ mac })
  if (decision.offer === 'installer') guests.meet(host, guest)
  else if (guests.of(host)?.bootId !== guest.bootId) {
    const why = decision.offer === 'none' ? decision.why : undefined
    // It woke up a second time while it is being installed: the journey must know, whatever we answer.
    if (why === 'installing') gate.tell({ type: 'phonedHome', host: host.name, guest })
    return textReply(409, `${why === undefined ? 'it is installed already' : declinedBecause[why]}\n`)
  }
  return jsonReply(202, { host: host.name, heartbeat })
}

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
