/** A small TFTP client over a real socket, on a link that loses what it is told to lose. */
import { createSocket } from 'node:dgram'
import {
  decodeTftp,
  encodeAck,
  encodeRequest,
  type TftpOptions,
} from '../../../src/engine/protocol/tftp/packet.ts'
import type { Peer } from '../../../src/engine/world.ts'

export interface Fetch {
  readonly file: string
  readonly options?: Readonly<Record<string, number>>
  readonly mode?: string
  /** Says of each packet, in and out, whether it is lost. */
  readonly loses?: () => boolean
}

export interface Fetched {
  readonly bytes: Uint8Array
  readonly granted: TftpOptions | null
  readonly error: { readonly code: number; readonly message: string } | null
}

const never = () => false

export const fetchTftp = (
  { address, port }: Peer,
  { file, options = {}, mode, loses = never }: Fetch,
): Promise<Fetched> =>
  new Promise(resolve => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const asked = new Map(Object.entries(options).map(([name, value]) => [name, String(value)]))
    const parts: Uint8Array[] = []
    let granted: TftpOptions | null = null
    let blockSize = 512
    let window = 1
    let counted = 0
    let last = encodeRequest(file, asked, mode)

    const send = (packet: Uint8Array) => {
      last = packet
      patience.refresh()
      if (!loses()) socket.send(packet, port, address)
    }
    const patience = setTimeout(() => send(last), 300)
    const finish = (error: Fetched['error']) => {
      clearTimeout(patience)
      const close = () => socket.close(() => resolve({ bytes: Buffer.concat(parts), granted, error }))
      // The last acknowledgement may have been lost: sent again, as clients that linger do.
      if (error === null) socket.send(last, port, address, close)
      else close()
    }
    const acknowledge = () => {
      counted = 0
      send(encodeAck(parts.length & 0xffff))
    }
    socket.on('message', message => {
      if (loses()) return
      const packet = decodeTftp(message)
      if (packet.kind === 'error') return finish(packet)
      if (packet.kind === 'optionAck') {
        granted = packet.options
        blockSize = Number(granted.get('blksize') ?? 512)
        window = Number(granted.get('windowsize') ?? 1)
        return acknowledge()
      }
      if (packet.kind !== 'data') return
      if (packet.block !== ((parts.length + 1) & 0xffff)) return acknowledge()
      parts.push(packet.bytes)
      counted++
      if (packet.bytes.length < blockSize) {
        acknowledge()
        finish(null)
      } else if (counted === window) acknowledge()
    })
    socket.bind(0, address.includes(':') ? '::1' : '127.0.0.1', () => send(last))
  })
