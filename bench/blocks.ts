/**
 * The least a TFTP server in Node can do: `blocks.ts ADDRESS PORT BYTES` sends every client a file of so many bytes,
 * cut once, window by window, and does nothing about losses. What it takes is the kernel's and Node's; the rest of
 * our figure is ours.
 */
import { createSocket } from 'node:dgram'
import { asIs } from '../src/engine/node/udp.ts'
import { encodeBlocks } from '../src/engine/protocol/tftp/packet.ts'

const [address = '', port = '', size = '0'] = process.argv.slice(2)
const opcodes = { read: 1, ack: 4 } as const

interface Transfer {
  readonly window: number
  acked: number
}

const transfers = new Map<number, Transfer>()
let blocks: readonly Uint8Array[] = []
const socket = createSocket({ type: 'udp4', lookup: asIs })

/** All clients of a benchmark ask for blocks of the same size. */
const begin = (request: string, client: number): void => {
  const words = request.split('\0')
  const asked = (option: string): number => Number(words[words.indexOf(option) + 1])
  const [blockSize, window] = [asked('blksize'), asked('windowsize')]
  if (blocks.length === 0)
    blocks = encodeBlocks(
      1,
      Math.floor(Number(size) / blockSize) + 1,
      blockSize,
      new Uint8Array(Number(size)),
    )
  transfers.set(client, { window, acked: 0 })
  socket.send(`\0\x06blksize\0${blockSize}\0windowsize\0${window}\0`, client, address)
}

const goOn = (transfer: Transfer, block: number, client: number): void => {
  transfer.acked += (block - transfer.acked) & 0xffff
  const to = Math.min(transfer.acked + transfer.window, blocks.length)
  for (let nth = transfer.acked; nth < to; nth++) socket.send(blocks[nth] as Uint8Array, client, address)
}

socket.on('message', (packet, { port: client }) => {
  const transfer = transfers.get(client)
  if (packet[1] === opcodes.read) begin(packet.toString('latin1'), client)
  else if (packet[1] === opcodes.ack && transfer !== undefined) goOn(transfer, packet.readUInt16BE(2), client)
})
socket.on('listening', () => console.log('serving'))
socket.bind(Number(port), address)
process.on('SIGTERM', () => process.exit())
