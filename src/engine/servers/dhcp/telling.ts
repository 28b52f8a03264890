/** Turns outcomes into facts, and keeps repetitions and floods out of the journal. */
import type { Fault } from '../../errors.ts'
import type { Fact } from '../../events.ts'
import { addressesUsedUp, noAddressServer, noBootProgram } from '../../faults/dhcp.ts'
import type { Endpoint, Gate } from '../../gate.ts'
import type { Host } from '../../plan.ts'
import { formatIpv4 } from '../../protocol/address.ts'
import { decodeDhcp } from '../../protocol/dhcp/decode.ts'
import { describePacket } from '../../protocol/dhcp/describe.ts'
import type { DhcpPacket } from '../../protocol/dhcp/packet.ts'
import { uuidText } from '../../protocol/dhcp/uuid.ts'
import type { Clock } from '../../world.ts'
import { createAfterwards } from './afterwards.ts'
import type { Outcome } from './answer.ts'
import { createRepeats, type Kind } from './repeats.ts'
import { createSeldom } from './seldom.ts'
import { createUnaddressed } from './unaddressed.ts'
import { firmwareName, traceLine } from './words.ts'

/** One packet, what came of it, and the bytes that were sent. */
export interface Exchange extends Waiting {
  readonly packet: DhcpPacket
  readonly port: number
  readonly now: number
}

/** What is kept until it can be told: bytes, for decoded they are fifty things for the garbage collector to carry. */
interface Waiting {
  readonly received: Uint8Array
  readonly outcome: Outcome
  /** Null: nothing was sent. */
  readonly sent: Uint8Array | null
}

export interface Telling {
  exchange(exchange: Exchange): void
  warn(fault: Fault, now: number): void
  /** No more packets come: what still waits to be told is told. */
  finish(): void
}

export interface TellingOptions {
  readonly gate: Gate
  readonly endpoint: Endpoint
  readonly proxy: boolean
  readonly clock: Clock
}

export const createTelling = ({ gate, endpoint, proxy, clock }: TellingOptions): Telling => {
  const repeats = createRepeats()
  const strangers = createSeldom(60_000, 4)
  const crowd = createSeldom(1000, 20)
  const warnings = createSeldom(60_000, 1)
  const unaddressed = createUnaddressed()
  const afterwards = createAfterwards(clock)

  const warn = (fault: Fault, now: number): void => {
    if (warnings.allows(`${fault.code} ${fault.place}`, '', now)) gate.tell({ type: 'warned', fault })
  }

  const watchAddress = ({ packet, now }: Exchange, host: string): void => {
    if (packet.message !== 'discover') unaddressed.addressed(packet.mac)
    else if (unaddressed.discovered(packet.mac, now)) warn(noAddressServer(host), now)
  }

  /** Anyone can ask from any MAC: each is told of once a minute, all together twenty times a second. */
  const discovered = ({ packet, outcome, now }: Exchange): void => {
    if (outcome.type !== 'declined') return
    const { request, why } = outcome
    const firmware = firmwareName(request)
    if (!strangers.allows(request.mac, firmware, now) || !crowd.allows('', request.mac, now)) return
    const uuid = request.uuid && uuidText(request.uuid)
    const via = packet.giaddr === 0 ? endpoint.address : formatIpv4(packet.giaddr)
    gate.tell({ type: 'discovered', mac: request.mac, uuid, firmware, why, via })
  }

  const tell = ({ received, outcome, sent }: Waiting, host: string): void => {
    const packet = packetIn(received)
    const reply = sent && packetIn(sent)
    if (packet === null) return
    for (const fact of [...moves(outcome, host), ...leased(packet, reply, host)]) gate.tell(fact)
    const line = traceLine(packet, outcome, reply)
    const detail = [packet, reply].flatMap(each => (each === null ? [] : describePacket(each)))
    gate.tell({ host, type: 'exchanged', protocol: 'dhcp', line, detail })
  }

  const tellAfterwards = ({ received, outcome, sent }: Exchange, { name }: Host): void =>
    afterwards.run(() => tell({ received, outcome, sent }, name))

  return {
    warn,
    exchange: exchange => {
      const { outcome, port, now } = exchange
      if (outcome.type === 'ignored' && outcome.usedUp) warn(addressesUsedUp(port), now)
      const { host } = outcome
      if (isStranger(outcome)) return discovered(exchange)
      if (host === null) return
      if (proxy) watchAddress(exchange, host.name)
      if (outcome.type === 'stuck') warn(noBootProgram(host.name, outcome.why), now)
      if (repeats.allows(exchange.packet.mac, kindOf(exchange), now)) tellAfterwards(exchange, host)
    },
    finish: afterwards.flush,
  }
}

const kindOf = ({ packet, outcome, port }: Exchange): Kind => ({
  message: packet.message,
  outcome: outcome.type,
  stage: 'request' in outcome ? outcome.request.stage : null,
  port,
})

const isStranger = (outcome: Outcome): boolean =>
  outcome.type === 'declined' && (outcome.why === 'unknown' || outcome.why === 'unmanaged')

/** What the journey has to know. */
const moves = (outcome: Outcome, host: string): readonly Fact[] => {
  if (outcome.type === 'offered') {
    return [{ host, type: 'offered', firmware: firmwareName(outcome.request), purpose: outcome.purpose }]
  }
  const restarted = outcome.type === 'declined' && outcome.why === 'installing'
  return restarted ? [{ host, type: 'askedToBoot' }] : []
}

/** An address is taken when its REQUEST was granted. */
const leased = (packet: DhcpPacket, reply: DhcpPacket | null, host: string): readonly Fact[] => {
  const address = reply?.yiaddr ?? 0
  if (address === 0 || packet.message !== 'request') return []
  return [{ host, type: 'leased', address: formatIpv4(address) }]
}

/** The answer, too, is told from the bytes that went out, not from what we meant. */
const packetIn = (bytes: Uint8Array): DhcpPacket | null => {
  const decoded = decodeDhcp(bytes)
  return decoded.ok ? decoded.packet : null
}
