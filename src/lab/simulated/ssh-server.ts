/** A machine's SSH server: its own host key, public keys only, and a shell behind it. */

import { once } from 'node:events'
import { createServer, type Server as NetServer, type Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2'
import type { Process } from './shell/shell.ts'

export interface SshServerOptions {
  readonly address: string
  readonly port: number
  /** OpenSSH private key. */
  readonly hostKey: string
  /** Public keys in OpenSSH form, asked for at every login: the installer's come after it has started. */
  readonly authorizedKeys: () => readonly string[]
  /** Resolves to the exit code. */
  readonly exec: (command: string, process: Process) => Promise<number>
}

export interface SshServer {
  /** As a machine that loses its power: nobody is told good-bye. */
  close(): void
}

export const openSshServer = async (options: SshServerOptions): Promise<SshServer> => {
  const protocol = new ssh2.Server({ hostKeys: [options.hostKey], ident: 'simulated' }, connection =>
    welcome(connection, options),
  )
  const sockets = new Set<Socket>()
  const listener = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    protocol.injectSocket(socket)
  })
  await listening(listener, options)
  return {
    close: () => {
      listener.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

const listening = async (listener: NetServer, { address, port }: SshServerOptions): Promise<void> => {
  listener.listen(port, address)
  await once(listener, 'listening')
}

const welcome = (connection: Connection, options: SshServerOptions): void => {
  connection
    .on('error', () => undefined)
    .on('authentication', context => authenticate(context, options.authorizedKeys()))
    .on('session', accept => serveSession(accept(), options))
}

const authenticate = (context: AuthContext, authorizedKeys: readonly string[]): void => {
  if (mayEnter(context, authorizedKeys)) context.accept()
  else context.reject(['publickey'])
}

const mayEnter = (context: AuthContext, authorizedKeys: readonly string[]): boolean => {
  if (context.method !== 'publickey' || !isAuthorized(context.key.data, authorizedKeys)) return false
  // Without a signature the client only asks whether this key would do.
  if (context.signature === undefined || context.blob === undefined) return true
  const key = ssh2.utils.parseKey(context.key.data)
  return !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo) === true
}

const isAuthorized = (key: Buffer, authorizedKeys: readonly string[]): boolean =>
  authorizedKeys.some(line => line.trim().split(' ')[1] === key.toString('base64'))

const serveSession = (session: Session, options: SshServerOptions): void => {
  session.on('pty', accept => accept())
  session.on('env', accept => accept?.())
  session.on('exec', (accept, _, { command }) => void serveCommand(accept(), command, options))
}

/** A machine that goes down in the middle of a command says no exit code: its connection just ends. */
const serveCommand = async (channel: ServerChannel, command: string, options: SshServerOptions) => {
  channel.on('error', () => undefined)
  const process: Process = {
    input: () => wholeInput(channel),
    out: text => void channel.write(text),
    err: text => void channel.stderr.write(text),
  }
  try {
    channel.exit(await options.exec(command, process))
    channel.end()
  } catch {
    channel.close()
  }
}

/** Not by iteration: that would destroy the channel, and the answer with it. */
const wholeInput = (channel: ServerChannel): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    channel
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('close', () => reject(new Error('the connection ended in the middle of the input')))
  })
