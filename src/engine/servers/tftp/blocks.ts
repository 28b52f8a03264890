/** Puts blocks on the wire, read first where they must be; block 0 is the option acknowledgement. */
import { encodeOptionAck, type TftpOptions } from '../../protocol/tftp/packet.ts'
import type { Blocks } from '../../protocol/tftp/transfer.ts'
import type { Packets } from './packets.ts'

export interface BlockSender {
  send(blocks: Blocks): void
  /** DATA packets so far, those sent again included. */
  readonly sent: number
  /** What is still being read is not sent any more. */
  stop(): void
}

export const createBlockSender = (
  packets: Packets,
  granted: TftpOptions,
  send: (packet: Uint8Array) => void,
  unreadable: () => void,
): BlockSender => {
  let sent = 0
  let open = true

  const post = (cut: readonly Uint8Array[]): void => {
    if (!open) return
    for (const packet of cut) send(packet)
    sent += cut.length
  }

  const broken = (): void => {
    if (open) unreadable()
  }

  const data = ({ from, to }: Blocks): void => {
    const cut = cutOr(broken, () => packets.of(from, to))
    if (cut instanceof Promise) cut.then(post, broken)
    else if (cut !== undefined) post(cut)
  }

  return {
    send: blocks => (blocks.to === 0 ? send(encodeOptionAck(granted)) : data(blocks)),
    get sent() {
      return sent
    },
    stop: () => {
      open = false
    },
  }
}

/** A file in memory that became shorter is found out at once. */
const cutOr = <T>(broken: () => void, cut: () => T): T | undefined => {
  try {
    return cut()
  } catch {
    broken()
    return undefined
  }
}
