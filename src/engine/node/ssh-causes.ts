/** Which of the ways to fail it was: by the kernel's code, by the phase ssh2 was in, or by the key it saw. */
import type { Fault } from '../errors.ts'
import * as faults from '../faults/ssh.ts'
import type { SshOptions } from '../world.ts'
import { pinned } from './ssh-keys.ts'

export const connectionFault = (options: SshOptions, error: unknown, presented: string | null): Fault => {
  const { code, level, message } = describe(error)
  if (presented !== null && !pinned(options.hostKeys, presented))
    return faults.wrongHostKey(options, presented)
  if (message.includes('no matching host key')) return faults.wrongHostKey(options, null)
  if (level === 'client-authentication') return faults.sshKeyRefused(options)
  if (level === 'agent') return faults.sshKeyUnreadable(options, `ssh-agent: ${message}`)
  if (level === 'client-timeout') return faults.sshTimeout(options, options.timeout)
  if (code === 'ECONNREFUSED') return faults.sshRefused(options)
  if (code === 'ETIMEDOUT') return faults.sshTimeout(options, options.timeout)
  if (noWay.includes(code)) return faults.sshUnreachable(options, code)
  return faults.sshLost(options, message)
}

const noWay = ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'EADDRNOTAVAIL', 'EACCES', 'ENOTFOUND']

const describe = (error: unknown): { code: string; level: string; message: string } => ({
  code: textAt(error, 'code'),
  level: textAt(error, 'level'),
  message: error instanceof Error ? error.message : String(error),
})

const textAt = (error: unknown, name: string): string => {
  const value = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined
  return typeof value === 'string' ? value : ''
}
