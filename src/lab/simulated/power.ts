/** The rack's Wake-on-LAN: every card that sleeps listens for its own address, sixteen times after six 0xff. */
import { type Datagrams, openDatagrams } from './datagrams.ts'
import type { Machine } from './machine.ts'

export interface PowerOptions {
  /** A broadcast address of loopback, where the engine's packets go. */
  readonly address: string
  readonly port: number
  readonly machines: readonly Machine[]
}

export const listenForMagic = ({ address, port, machines }: PowerOptions): Promise<Datagrams> => {
  const byMac = new Map(machines.flatMap(machine => machine.spec.macs.map(mac => [mac, machine] as const)))
  return openDatagrams({
    address,
    port,
    receiveBuffer: 1 << 20,
    receive: bytes => {
      byMac.get(macIn(bytes) ?? '')?.wake()
    },
  })
}

/** As a card looks for it: anywhere in the frame. */
export const macIn = (bytes: Buffer): string | undefined => {
  const at = bytes.indexOf(Buffer.alloc(6, 0xff))
  const mac = bytes.subarray(at + 6, at + 12)
  if (at < 0 || mac.length < 6) return undefined
  const repeated = Buffer.concat(Array.from({ length: 16 }, () => mac))
  return bytes.subarray(at + 6, at + 102).equals(repeated)
    ? mac.toString('hex').replace(/..(?=.)/g, '$&:')
    : undefined
}
