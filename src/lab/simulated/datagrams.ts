/** A UDP socket in the lab's weather: datagrams may get lost or arrive twice, both ways. */
import { createSocket } from 'node:dgram'
import type { Faults } from './faults.ts'

export interface Datagrams {
  readonly port: number
  send(bytes: Uint8Array, address: string, port: number): void
  close(): void
}

export interface DatagramOptions {
  readonly address: string
  readonly port?: number
  readonly receive: (bytes: Buffer, from: { readonly address: string; readonly port: number }) => void
  /** For sockets a whole rack goes through: the kernel's default holds a few hundred packets. */
  readonly receiveBuffer?: number
}

/** Resolves once it is bound; a port that cannot be had rejects. */
export const openDatagrams = (options: DatagramOptions): Promise<Datagrams> =>
  new Promise((resolve, reject) => {
    const socket = createSocket({
      type: 'udp4',
      ...(options.receiveBuffer === undefined ? {} : { recvBufferSize: options.receiveBuffer }),
    })
    socket.once('error', reject)
    socket.on('message', options.receive)
    socket.bind(options.port ?? 0, options.address, () => {
      socket.off('error', reject)
      // A refused datagram on loopback comes back as an error on the next send: to firmware it is just lost.
      socket.on('error', () => undefined)
      resolve({
        port: socket.address().port,
        send: (bytes, address, port) => socket.send(bytes, port, address),
        close: () => socket.close(),
      })
    })
  })

/** Calls `pass` never, once or twice. */
export type Weather = (pass: () => void) => void

export const weatherOf =
  ({ packetLoss, habits }: Faults, random: () => number): Weather =>
  pass => {
    if (random() < packetLoss) return
    pass()
    if (habits.has('duplicates')) pass()
  }
