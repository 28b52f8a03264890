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
