/** One file on its way to one client: the transfer machine with a clock, its packets and a socket. */
import type { Terms } from '../../protocol/tftp/options.ts'
import { encodeError, errorCodes, type TftpError } from '../../protocol/tftp/packet.ts'
import * as machine from '../../protocol/tftp/transfer.ts'
import type { Clock, TftpConnection } from '../../world.ts'
import type { Alarms } from './alarms.ts'
import { createBlockSender } from './blocks.ts'
import type { Packets } from './packets.ts'

export interface Delivery {
  acknowledge(block: number): void
  /** The client gives up, and says why. */
  breakOff(error: TftpError): void
  /** The client sent its request again: true when it must be starting anew. */
  askedAgain(): boolean
  /** We give up: the client starts anew, or the server closes. */
  abandon(): void
}

export interface DeliveryParts {
  readonly clock: Clock
  readonly alarms: Alarms
  readonly connection: TftpConnection
  readonly packets: Packets
  readonly terms: Terms
  /** After every step forward, and at the end. */
  readonly moved: (transfer: machine.Transfer, sent: number, error?: TftpError) => void
}

/** A client that is being served and asks again sent its request twice; after a pause it was restarted. */
const restartPause = 1_000

export const deliver = ({ clock, alarms, connection, packets, terms, moved }: DeliveryParts): Delivery => {
  const [begun, first] = machine.beginTransfer(terms, clock.now())
  let transfer = begun
  const alarm = alarms.create(() => take(machine.wait(transfer, clock.now())))
  const blocks = createBlockSender(packets, terms.granted, connection.send, () =>
    take(machine.fail(transfer)),
  )

  const take = ([next, send]: machine.Step, error?: TftpError): void => {
    if (next === transfer) return
    const forward = next.acked !== transfer.acked || next.ending !== null
    transfer = next
    // Before all else: the client waits for it. What cannot be read ends the transfer here and now.
    if (send !== null) blocks.send(send)
    if (transfer !== next) return
    if (next.ending !== null) finish(next.ending)
    else alarm.set(next.dueAt)
    if (forward) moved(next, blocks.sent, error)
  }

  const finish = (ending: machine.Ending): void => {
    abandon()
    const parting = partings[ending]
    if (parting !== undefined) connection.send(encodeError(errorCodes.undefined, parting))
    connection.end()
  }

  const abandon = (): void => {
    alarm.clear()
    blocks.stop()
  }

  alarm.set(begun.dueAt)
  if (first !== null) blocks.send(first)
  return {
    acknowledge: block => take(machine.acknowledge(transfer, block, clock.now())),
    breakOff: error => take(machine.breakOff(transfer, error.code), error),
    askedAgain: () => {
      if (transfer.acked > 0) return clock.now() - transfer.movedAt > restartPause
      take(machine.acknowledge(transfer, transfer.acked, clock.now()))
      return false
    },
    abandon,
  }
}

/** What a client that may still listen is told. */
const partings: Partial<Record<machine.Ending, string>> = {
  silent: 'no acknowledgement came',
  unreadable: 'the file could not be read',
}
