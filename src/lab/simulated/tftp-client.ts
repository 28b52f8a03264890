/** TFTP as boot ROMs speak it: RFC 1350, options of RFC 2347–2349, windows of RFC 7440. */
import type { Datagrams } from './datagrams.ts'
import { openDatagrams } from './datagrams.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import type { Uptime } from './uptime.ts'

export interface TftpFile {
  readonly server: string
  readonly file: string
  /** Our own address. */
  readonly address: string
}

/** How a kind of firmware asks. Probing for the size first is what PXE does; it then aborts and asks again. */
export interface TftpManner {
  readonly probe: Options | null
  /** What it says when it aborts its probe: EDK2 sends error 8, old ROMs send 0. */
  readonly abortCode: number
  readonly ask: Options
}

type Options = readonly (readonly [name: string, value: string])[]

export const tftpManners = {
  edk2: {
    probe: [
      ['tsize', '0'],
      ['blksize', '1468'],
      ['windowsize', '4'],
    ],
    abortCode: 8,
    ask: [
      ['blksize', '1468'],
      ['windowsize', '4'],
    ],
  },
  ipxe: {
    probe: null,
    abortCode: 0,
    ask: [
      ['blksize', '1432'],
      ['tsize', '0'],
    ],
  },
  rom: { probe: [['tsize', '0']], abortCode: 0, ask: [['blksize', '1456']] },
} as const satisfies Record<string, TftpManner>

export type TftpResult =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly why: string }

/** `progress` hears the bytes so far. */
export const tftpGet = async (
  uptime: Uptime,
  wanted: TftpFile,
  manner: TftpManner,
  progress: (bytes: number) => void = () => undefined,
): Promise<TftpResult> => {
  if (manner.probe !== null) {
    const probed = await withTransfer(uptime, wanted, manner.probe, transfer => probe(transfer, manner))
    if (!probed.ok) return probed
  }
  return withTransfer(uptime, wanted, manner.ask, transfer => receive(transfer, progress))
}

interface Transfer {
  readonly uptime: Uptime
  readonly first: Buffer
  readonly inbox: Mailbox<Arrived>
  /** To the port its first answer came from; until then to the well-known one. */
  send(bytes: Buffer): void
}

interface Arrived {
  readonly opcode: number
  readonly bytes: Buffer
}

const opcodes = { read: 1, data: 3, ack: 4, error: 5, options: 6 } as const

const withTransfer = async (
  uptime: Uptime,
  { server, file, address }: TftpFile,
  options: Options,
  run: (transfer: Transfer) => Promise<TftpResult>,
): Promise<TftpResult> => {
  const inbox = createMailbox<Arrived>(uptime.signal)
  let port = uptime.rack.ports.tftp
  const socket: Datagrams = await openDatagrams({
    address,
    receive: (bytes, from) => {
      if (from.address !== server || bytes.length < 4) return
      port = from.port
      uptime.weather(() => inbox.put({ opcode: bytes.readUInt16BE(0), bytes }))
    },
  })
  const send = (bytes: Buffer): void => uptime.weather(() => socket.send(bytes, server, port))
  try {
    return await run({ uptime, first: readRequest(file, options), inbox, send })
  } finally {
    // The last acknowledgement is still in the socket's queue.
    setImmediate(() => socket.close())
  }
}

export const readRequest = (file: string, options: Options): Buffer =>
  Buffer.concat([
    Buffer.from([0, opcodes.read]),
    Buffer.from([file, 'octet', ...options.flat()].map(word => `${word}\0`).join(''), 'latin1'),
  ])

const acknowledge = (block: number): Buffer => Buffer.from([0, opcodes.ack, (block >> 8) & 255, block & 255])

const abort = (code: number): Buffer =>
  Buffer.concat([Buffer.from([0, opcodes.error, 0, code]), Buffer.from('User aborted the transfer\0')])

const patience = [1, 2, 4, 8, 16]

/** Sends, and sends again, until something comes. */
const exchange = async ({ send, inbox, uptime }: Transfer, bytes: Buffer): Promise<Arrived | undefined> => {
  for (const seconds of patience) {
    send(bytes)
    const arrived = await inbox.next(uptime.rack.pace.patience(seconds))
    if (arrived !== undefined) return arrived
  }
  return undefined
}

const probe = async (transfer: Transfer, { abortCode }: TftpManner): Promise<TftpResult> => {
  const arrived = await exchange(transfer, transfer.first)
  if (arrived === undefined) return timedOut
  if (arrived.opcode === opcodes.error) return refused(arrived)
  transfer.send(abort(abortCode))
  return { ok: true, bytes: Buffer.of() }
}

const timedOut: TftpResult = { ok: false, why: 'TFTP timed out' }

const refused = ({ bytes }: Arrived): TftpResult => ({
  ok: false,
  why: `TFTP error ${bytes.readUInt16BE(2)}: ${bytes.toString('latin1', 4).replace(/\0.*$/s, '')}`,
})

interface Progress {
  readonly blocks: Buffer[]
  blksize: number
  windowsize: number
  /** Blocks since our last acknowledgement. */
  unacknowledged: number
  bytes: number
}

/** Keeps the newest acknowledgement at hand: silence repeats it, a gap repeats it once a window. */
const receive = async (transfer: Transfer, progress: (bytes: number) => void): Promise<TftpResult> => {
  const state: Progress = { blocks: [], blksize: 512, windowsize: 1, unacknowledged: 0, bytes: 0 }
  let arrived = await exchange(transfer, transfer.first)
  for (;;) {
    if (arrived === undefined) return timedOut
    if (arrived.opcode === opcodes.error) return refused(arrived)
    if (arrived.opcode === opcodes.options) agree(state, arrived.bytes)
    const due = arrived.opcode === opcodes.data ? take(state, arrived.bytes) : true
    progress(state.bytes)
    if (due) transfer.send(acknowledge(state.blocks.length))
    if (isWhole(state)) return { ok: true, bytes: Buffer.concat(state.blocks) }
    arrived =
      (await transfer.inbox.next(transfer.uptime.rack.pace.patience(1))) ??
      (await exchange(
        transfer,
        state.bytes === 0 && state.blksize === 512 ? transfer.first : acknowledge(state.blocks.length),
      ))
  }
}

const agree = (state: Progress, bytes: Buffer): void => {
  const words = bytes.toString('latin1', 2).split('\0')
  const numberAt = (name: string, otherwise: number): number =>
    Number(words[words.indexOf(name) + 1] ?? otherwise)
  if (words.includes('blksize')) state.blksize = numberAt('blksize', 512)
  if (words.includes('windowsize')) state.windowsize = numberAt('windowsize', 1)
}

/** True when an acknowledgement is due: the window is full, the file ended, or a block is missing. */
const take = (state: Progress, bytes: Buffer): boolean => {
  const expected = (state.blocks.length + 1) & 0xffff
  if (bytes.readUInt16BE(2) !== expected) {
    const due = state.unacknowledged >= 0
    state.unacknowledged = -1
    return due
  }
  state.blocks.push(Buffer.from(bytes.subarray(4)))
  state.bytes += bytes.length - 4
  state.unacknowledged = Math.max(0, state.unacknowledged) + 1
  if (state.unacknowledged < state.windowsize && !isWhole(state)) return false
  state.unacknowledged = 0
  return true
}

const isWhole = ({ blocks, blksize }: Progress): boolean => {
  const last = blocks.at(-1)
  return last !== undefined && last.length < blksize
}
