/**
 * SSH, through `ssh2`. It is trusted with the protocol and its cryptography. Not trusted: without a verifier
 * it takes any host key; without setNoDelay each small exchange waits for a delayed acknowledgement (16×
 * slower commands, measured); without keepalive a dead peer is never noticed; its deadline ends with the
 * handshake; and it throws on settings it does not like.
 */
import ssh2, { type AnyAuthMethod, type Client, type ConnectConfig } from 'ssh2'
import { fail, type Result, succeed } from '../errors.ts'
import * as faults from '../faults/ssh.ts'
import type { Ssh, SshOptions, SshSession } from '../world.ts'
import { connectionFault } from './ssh-causes.ts'
import { execute } from './ssh-exec.ts'
import { openSshForm, pinned, pinnedKinds, readPrivateKeys } from './ssh-keys.ts'

export const createSsh = ({ keepalive = 5_000 } = {}): Ssh => ({
  connect: async options => {
    const settings = configure(options, keepalive)
    return settings.ok ? await handshake(options, settings.value) : settings
  },
})

const configure = (options: SshOptions, keepaliveInterval: number): Result<ConnectConfig> => {
  const { address: host, port, user: username, agent, timeout: readyTimeout } = options
  const serverHostKey = pinnedKinds(options.hostKeys)
  if (serverHostKey.length === 0) return fail(faults.noUsableHostKey(options))
  const keys = readPrivateKeys(options)
  if (!keys.ok) return keys
  const authHandler: AnyAuthMethod[] = keys.value.map(key => ({ type: 'publickey', username, key }))
  if (agent !== undefined) authHandler.push({ type: 'agent', username, agent })
  const algorithms = { serverHostKey }
  return succeed({ host, port, username, authHandler, algorithms, readyTimeout, keepaliveInterval })
}

/** One outcome: whichever of ready, error, end, deadline and abort comes first. */
const handshake = (options: SshOptions, settings: ConnectConfig): Promise<Result<SshSession>> =>
  new Promise(resolve => {
    const client = new ssh2.Client()
    const presented: { key: string | null } = { key: null }
    // After the session is out, only its end comes here again, and closing twice is harmless.
    const settle = (outcome: Result<SshSession>): void => {
      clearTimeout(deadline)
      clearTimeout(unreached)
      options.signal?.removeEventListener('abort', abort)
      if (!outcome.ok) client.destroy()
      resolve(outcome)
    }
    const abort = () => settle(fail(faults.sshAborted(options)))
    const within = (ms: number) => setTimeout(() => settle(fail(faults.sshTimeout(options, ms))), ms)
    const deadline = within(options.timeout)
    const unreached = within(options.reach ?? options.timeout)
    const hostVerifier = (key: Buffer): boolean => {
      presented.key = openSshForm(key)
      return pinned(options.hostKeys, presented.key)
    }
    client.on('connect', () => {
      clearTimeout(unreached)
      client.setNoDelay(true)
    })
    client.on('ready', () => settle(succeed(openSession(client, options, presented.key ?? ''))))
    client.on('error', error => settle(fail(connectionFault(options, error, presented.key))))
    client.on('close', () => settle(fail(faults.sshLost(options, 'it ended before the login'))))
    options.signal?.addEventListener('abort', abort, { once: true })
    if (options.signal?.aborted) return abort()
    try {
      client.connect({ ...settings, hostVerifier })
    } catch (error) {
      settle(fail(connectionFault(options, error, null)))
    }
  })

const openSession = (client: Client, options: SshOptions, hostKey: string): SshSession => {
  const lost = new AbortController()
  client.on('error', error => lost.abort(error.message))
  client.on('close', () => lost.abort('the machine closed it'))
  return {
    hostKey,
    exec: (command, limits) => execute({ client, at: options, lost: lost.signal }, command, limits),
    close: () => {
      lost.abort('it was closed by us')
      client.end()
    },
  }
}
