/** Blocks of a source as packets on the wire; block 0 is the option acknowledgement. */
import type { Terms } from '../protocol/tftp/options.ts'
import { encodeBlocks, encodeOptionAck } from '../protocol/tftp/packet.ts'
import type { Blocks } from '../protocol/tftp/transfer.ts'
import type { Source } from '../world.ts'

export interface BlockSender {
  send(blocks: Blocks): void
  /** DATA packets so far, those sent again included. */
  readonly sent: number
  /** What is still being read is not sent any more. */
  stop(): void
}

export const createBlockSender = (
  source: Source,
  terms: Terms,
  send: (packet: Uint8Array) => void,
  unreadable: () => void,
): BlockSender => {
  const { size, blockSize, granted } = terms
  let sent = 0
  let open = true

  const broken = (): void => {
    if (open) unreadable()
  }

  const post = ({ from, to }: Blocks, bytes: Uint8Array): void => {
    const packets = encodeBlocks(from, to - from + 1, blockSize, bytes)
    for (const packet of packets) send(packet)
    sent += packets.length
  }

  /** Fewer bytes than there were: the file was changed under us. */
  const receive = (blocks: Blocks, wanted: number, bytes: Uint8Array): void => {
    if (bytes.length !== wanted) broken()
    else if (open) post(blocks, bytes)
  }

  const read = (blocks: Blocks): void => {
    const start = (blocks.from - 1) * blockSize
    const wanted = Math.min(blocks.to * blockSize, size) - start
    const bytes = source.read(start, wanted)
    if (bytes instanceof Uint8Array) receive(blocks, wanted, bytes)
    else bytes.then(given => receive(blocks, wanted, given), broken)
  }

  return {
    send: blocks => (blocks.to === 0 ? send(encodeOptionAck(granted)) : read(blocks)),
    get sent() {
      return sent
    },
    stop: () => {
      open = false
    },
  }
}
