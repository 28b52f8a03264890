/** The stand-ins' SSH: nixos-anywhere believes any host key, as the real one does; nixos-rebuild says whom to trust. */
import ssh2, { type Client, type ClientChannel } from 'ssh2'
import type { Arguments } from './arguments.ts'

export interface Remote {
  /** Resolves to the exit code; 255 when the connection ends, as ssh says it. */
  run(command: string, options?: { input?: string | Buffer; quiet?: boolean }): Promise<Ran>
  close(): void
}

export interface Ran {
  readonly code: number
  readonly stdout: string
}

export type Connected =
  | { readonly ok: true; readonly remote: Remote }
  | { readonly ok: false; readonly refused: boolean; readonly why: string }

export const connect = (
  to: Arguments['connection'],
  privateKey: Buffer,
  trusted: (hostKey: Buffer) => boolean = () => true,
): Promise<Connected> =>
  new Promise(resolve => {
    const client = new ssh2.Client()
    client
      .on('ready', () => resolve({ ok: true, remote: remoteOver(client, to.host) }))
      .on('error', ({ level, message }) =>
        resolve({ ok: false, refused: level === 'client-authentication', why: message }),
      )
      .on('close', () => resolve({ ok: false, refused: false, why: 'Connection closed' }))
      .connect({
        ...{ host: to.host, port: to.port, username: to.user, privateKey, readyTimeout: 10_000 },
        hostVerifier: (key: Buffer) => trusted(key),
      })
    client.setNoDelay(true)
  })

const remoteOver = (client: Client, host: string): Remote => {
  let up = true
  client.on('close', () => {
    up = false
  })
  return {
    run: async (command, { input, quiet = false } = {}) => {
      const ran = up ? await exec(client, command, input, quiet) : lost
      if (ran.code === lost.code && !quiet)
        process.stderr.write(`Connection to ${host} closed by remote host.\n`)
      return ran
    },
    close: () => client.end(),
  }
}

const lost: Ran = { code: 255, stdout: '' }

const exec = (
  client: Client,
  command: string,
  input: string | Buffer | undefined,
  quiet: boolean,
): Promise<Ran> =>
  new Promise(resolve => {
    client.exec(command, (error, channel) => {
      if (error !== undefined) return resolve(lost)
      follow(channel, quiet, resolve)
      channel.end(input)
    })
  })

const follow = (channel: ClientChannel, quiet: boolean, done: (ran: Ran) => void): void => {
  let stdout = ''
  let { code } = lost
  channel
    .on('data', (chunk: Buffer) => {
      stdout += chunk
      if (!quiet) process.stdout.write(chunk)
    })
    .on('exit', (exitCode: number | null) => {
      code = exitCode ?? lost.code
    })
    .on('close', () => done({ code, stdout }))
  channel.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk))
}
