/** One command on a machine: bounded in time and output, ended by whichever cause comes first. */
import { constants } from 'node:os'
import type { Client, ClientChannel } from 'ssh2'
import { type Fault, fail, type Result, succeed } from '../errors.ts'
import * as faults from '../faults/ssh.ts'
import type { SshOutput } from '../world.ts'
import { keepLast } from './tail.ts'

export interface Connection {
  readonly client: Client
  readonly at: faults.SshPlace
  /** Aborted, with the reason, when the connection is gone. */
  readonly lost: AbortSignal
}

export interface Limits {
  readonly timeout: number
  readonly input?: string
  readonly signal?: AbortSignal
}

const kept = 1024 * 1024

export const execute = (link: Connection, command: string, limits: Limits): Promise<Result<SshOutput>> =>
  new Promise(resolve => {
    const { at, client } = link
    let channel: ClientChannel | undefined
    const settle = (outcome: Result<SshOutput>): void => {
      unwatch()
      if (!outcome.ok) channel?.close()
      resolve(outcome)
    }
    const unwatch = watch(link, command, limits, fault => settle(fail(fault)))
    const refused = (why: string) => settle(fail(faults.commandRefused(at, command, why)))
    if (link.lost.aborted || limits.signal?.aborted) return
    try {
      client.exec(command, (error, opened) => {
        if (error) return refused(error.message)
        channel = opened
        follow(opened, at, settle)
        opened.end(limits.input ?? '')
      })
    } catch (error) {
      refused(String(error))
    }
  })

const follow = (
  channel: ClientChannel,
  at: faults.SshPlace,
  settle: (o: Result<SshOutput>) => void,
): void => {
  const stdout = keepLast(kept)
  const stderr = keepLast(kept)
  let exitCode: number | undefined
  channel.on('data', (chunk: Buffer) => stdout.add(chunk))
  channel.stderr.on('data', (chunk: Buffer) => stderr.add(chunk))
  channel.on('error', () => {})
  channel.on('exit', (code: number | null, signal?: string) => {
    exitCode = code ?? 128 + numberOf(signal)
  })
  channel.on('close', () =>
    settle(
      exitCode === undefined
        ? fail(faults.sshLost(at, 'it ended before the command did'))
        : succeed({ exitCode, stdout: stdout.text(), stderr: stderr.text() }),
    ),
  )
}

/** As a shell would tell it: 128 and the signal's number; ssh2 says `SIGTERM`, the protocol `TERM`. */
const numberOf = (signal = ''): number => {
  const name = signal.startsWith('SIG') ? signal : `SIG${signal}`
  return Object.entries(constants.signals).find(([known]) => known === name)?.[1] ?? 0
}

/** Calls back once: when the time is up, it is called off, or the connection is lost. */
const watch = (
  { at, lost }: Connection,
  command: string,
  { timeout, signal }: Limits,
  ended: (fault: Fault) => void,
): (() => void) => {
  const onLost = () => ended(faults.sshLost(at, String(lost.reason)))
  const onAbort = () => ended(faults.sshAborted(at))
  const timer = setTimeout(() => ended(faults.commandTimeout(at, command, timeout)), timeout)
  if (lost.aborted) queueMicrotask(onLost)
  else if (signal?.aborted) queueMicrotask(onAbort)
  lost.addEventListener('abort', onLost)
  signal?.addEventListener('abort', onAbort)
  return () => {
    clearTimeout(timer)
    lost.removeEventListener('abort', onLost)
    signal?.removeEventListener('abort', onAbort)
  }
}
