/** What we use of packages that ship no types. */
declare module 'node-wol' {
  const wol: { createMagicPacket(macAddress: string): Buffer }
  export default wol
}

declare module 'tftp-server' {
  import type { Socket } from 'node:dgram'

  /** The little of an edfsm machine that the server calls. */
  export interface ConnectionMachine {
    next(error: null): void
  }

  export interface ConnectionContext {
    readonly request: Buffer
    readonly clientKey: string
    readonly address: string
    readonly port: number
  }

  export interface ConnectionFactory {
    run(context: ConnectionContext, ended: () => void): ConnectionMachine
  }

  export class TFTPServer {
    constructor(socketType: 'udp4' | 'udp6')
    socket: Socket
    connections: Record<string, ConnectionMachine>
    connectionFactory: ConnectionFactory
    ingress: import('node:events').EventEmitter
    outgress: import('node:events').EventEmitter
  }

  const server: { TFTPServer: typeof TFTPServer }
  export default server
}

declare module 'dhcp' {
  export type OptionValue = number | string | readonly number[] | readonly string[]
}

declare module 'dhcp/lib/options.js' {
  const options: { opts: Record<string, { type: string } | undefined> }
  export default options
}

declare module 'dhcp/lib/seqbuffer.js' {
  import type { OptionValue } from 'dhcp'

  /** Writes from the beginning of the bytes it is given. */
  export default class SeqBuffer {
    constructor(bytes: Uint8Array)
    addOptions(options: Readonly<Record<number, OptionValue>>): void
  }
}
