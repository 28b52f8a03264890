/**
 * The TFTP server (RFC 1350, 2347–2349, 7440): boot programs only, by published name, to machines that may
 * boot. All transfers share one port, which firewalls and routers understand.
 */
import { type Result, succeed } from '../errors.ts'
import { nameOf } from '../faults/network.ts'
import type { Serving } from '../gate.ts'
import { largestBlock, negotiate } from '../protocol/tftp/options.ts'
import {
  decodeTftp,
  encodeError,
  errorCodes,
  type TftpPacket,
  type TftpRequest,
} from '../protocol/tftp/packet.ts'
import { delivered } from '../protocol/tftp/transfer.ts'
import type { Clock, TftpConnection, TftpSession, World } from '../world.ts'
import { type Alarms, createAlarms } from './tftp/alarms.ts'
import { type Delivery, deliver } from './tftp/delivery.ts'
import { type BootProgram, findFile, type Library, type Refusal } from './tftp/files.ts'
import { createPacketShelf, type PacketShelf } from './tftp/packets.ts'
import { throttle } from './tftp/progress.ts'
import { over, refused, served } from './tftp/trace.ts'

export interface TftpParts extends Library {
  readonly world: World
}

export const serveTftp = async ({ world, ...library }: TftpParts): Promise<Result<Serving>> => {
  const { address, tftpPort } = library.endpoint
  const blockLimit = largestBlock(mtuOf(world, address), address.includes(':'))
  const alarms = createAlarms(world.clock)
  const shelf = { ...library, clock: world.clock, alarms, blockLimit, packetsOf: createPacketShelf() }
  const accept = (connection: TftpConnection) => openSession(shelf, connection)
  const listener = await world.network.tftp({ address, port: tftpPort, accept })
  if (!listener.ok) return listener
  const { port, close } = listener.value
  return succeed({ sockets: [nameOf({ protocol: 'UDP', address, port })], close })
}

const mtuOf = ({ network }: World, address: string): number =>
  network.interfaces().find(({ addresses }) => addresses.some(own => own.address === address))?.mtu ?? 1500

interface Shelf extends Library {
  readonly clock: Clock
  readonly alarms: Alarms
  readonly blockLimit: number
  readonly packetsOf: PacketShelf
}

/** One client address and port: usually one transfer, but some ROMs use the same port for all of theirs. */
const openSession = (shelf: Shelf, connection: TftpConnection): TftpSession => {
  let first = connection.first
  let delivery = begin(shelf, connection, first)
  const read = (bytes: Uint8Array): void => {
    if (delivery !== undefined && sameBytes(bytes, first) && !delivery.askedAgain()) return
    delivery?.abandon()
    first = bytes
    delivery = begin(shelf, connection, first)
  }
  return {
    receive: bytes => {
      const packet = decodeTftp(bytes)
      if (packet.kind === 'ack') delivery?.acknowledge(packet.block)
      else if (packet.kind === 'error') delivery?.breakOff(packet)
      else if (packet.kind === 'read') read(bytes)
    },
    close: () => delivery?.abandon(),
  }
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

const begin = (shelf: Shelf, connection: TftpConnection, bytes: Uint8Array): Delivery | undefined => {
  const packet = decodeTftp(bytes)
  if (packet.kind !== 'read') return turnAway(connection, packet)
  const found = findFile(shelf, packet.file, connection.peer)
  return found.kind === 'program'
    ? serve(shelf, connection, packet, found)
    : refuse(shelf, connection, packet, found)
}

/** Only writers are answered: an error in answer to a stray packet could start a conversation of errors. */
const turnAway = (connection: TftpConnection, packet: TftpPacket): undefined => {
  if (packet.kind === 'write') connection.send(encodeError(errorCodes.forbidden, 'this server is read-only'))
  connection.end()
}

const refuse = (
  { gate }: Shelf,
  connection: TftpConnection,
  request: TftpRequest,
  { host, fact, code, why }: Refusal,
): undefined => {
  connection.send(encodeError(code, why))
  connection.end()
  if (fact !== null) gate.tell(fact)
  if (host !== null) gate.tell({ host, ...refused(request, connection.peer, code, why) })
}

const serve = (
  { gate, clock, alarms, blockLimit, packetsOf }: Shelf,
  connection: TftpConnection,
  request: TftpRequest,
  { host, file, name, source }: BootProgram,
): Delivery => {
  const { peer } = connection
  const terms = negotiate(request.options, source.size, blockLimit)
  const worthTelling = throttle(terms.size, clock.now)
  gate.tell({ host, ...served(request, peer, terms) })
  return deliver({
    clock,
    alarms,
    connection,
    packets: packetsOf(source, terms.blockSize),
    terms,
    moved: (transfer, sent, error) => {
      const bytes = delivered(transfer)
      if (transfer.acked >= 0 && worthTelling(bytes))
        gate.tell({ host, type: 'fetched', file, bytes, total: terms.size })
      if (transfer.ending !== null) gate.tell({ host, ...over(name, peer, transfer, sent, error) })
    },
  })
}
