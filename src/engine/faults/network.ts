/** What can go wrong with our own sockets. */
import type { Fault } from '../errors.ts'
import { printable } from '../protocol/text.ts'

export interface SocketName {
  readonly protocol: 'UDP' | 'TCP'
  readonly address: string
  readonly port: number
}

/** `code` is the kernel's: EADDRINUSE and its kin. */
export const cannotListen = (socket: SocketName, code: string): Fault => {
  const place = nameOf(socket)
  switch (code) {
    case 'EADDRINUSE':
      return {
        code: 'port-in-use',
        message: `another program holds ${socket.protocol} port ${socket.port}`,
        place,
        remedy: `Find it with: ss -lnp${socket.protocol === 'UDP' ? 'u' : 't'} sport = :${socket.port}, stop it, and try again`,
      }
    case 'EACCES':
    case 'EPERM':
      return {
        code: 'port-forbidden',
        message: `opening port ${socket.port} needs more rights than this user has`,
        place,
        remedy: 'Run as root, or give node the capability cap_net_bind_service',
      }
    case 'EADDRNOTAVAIL':
      return {
        code: 'address-not-ours',
        message: `no interface of this machine has the address ${printable(socket.address)}`,
        place,
        remedy:
          'Choose the interface or address to serve on: provision.interface, provision.address or --address',
      }
    default:
      return {
        code: 'socket-failed',
        message: `the socket could not be opened: ${printable(code)}`,
        place,
        remedy: 'Check the network of this machine, then try again',
      }
  }
}

export const nameOf = ({ protocol, address, port }: SocketName): string =>
  `${protocol} ${address.includes(':') ? `[${address}]` : address}:${port}`
