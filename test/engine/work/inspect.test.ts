import { describe, expect, it } from 'vitest'
import { fail, type Result, succeed } from '../../../src/engine/errors.ts'
import { begin } from '../../../src/engine/journey.ts'
import { inspect } from '../../../src/engine/work/inspect.ts'
import type { Task } from '../../../src/engine/work/task.ts'
import type { SshOutput } from '../../../src/engine/world.ts'
import { blankDisk, guest } from '../journeys.ts'
import { host, plan } from '../plans.ts'

const fault = (code: string) => fail({ code, message: code, place: 'SSH', remedy: 'None' })
const facts = {
  ...{ bootId: '92e58ffb-99e8', macs: ['52:54:00:00:00:01'], addresses: ['10.0.0.11'] },
  ssh: { port: 22, hostKeys: ['ssh-ed25519 AAAA'] },
  ...{ memoryBytes: 4e9, cpus: 1, firmware: 'bios', disks: [blankDisk] },
}
const seen = succeed({ exitCode: 0, stdout: JSON.stringify(facts), stderr: '' })

/** What each try answers, in order: a login that fails, or what came of the question. */
const inspecting = async (tries: readonly ({ login: Result<never> } | { answer: Result<SshOutput> })[]) => {
  const told: string[] = []
  const timeouts: number[] = []
  const left = [...tries]
  const connect = async () => {
    const next = left.shift()
    if (next === undefined || 'login' in next) return next?.login ?? fault('no-more-tries')
    const exec = async (_: string, { timeout }: { timeout: number }) => {
      timeouts.push(timeout)
      return next.answer
    }
    return succeed({ hostKey: '', exec, close: () => {} })
  }
  const system = { host: 'node1', toplevel: '/t', diskoScript: '/d', erases: null, closure: null }
  const task: unknown = {
    ...{ effect: { type: 'inspect', guest }, host: host('node1'), journey: begin('node1', 0) },
    signal: new AbortController().signal,
    tell: (fact: { type: string; fault?: { code: string } }) => told.push(fact.fault?.code ?? fact.type),
    bench: {
      ...{
        plan: plan([host('node1')]),
        tools: { agentScript: '' },
        runKey: { privateKey: '' },
        builds: { system: async () => succeed(system) },
      },
      world: { ssh: { connect }, clock: { sleep: async () => {}, after: () => () => {} } },
    },
  }
  await inspect(task as Task<'inspect'>)
  return { told, timeouts }
}

describe('looking at the disks once more', () => {
  it('waits for a machine that lets us in, answers or answers in time only later', async () => {
    const passing = ['ssh-key-refused', 'ssh-refused', 'ssh-timeout', 'ssh-lost'].map(code => ({
      login: fault(code),
    }))
    const { told } = await inspecting([
      ...passing,
      { answer: fault('ssh-command-timeout') },
      { answer: seen },
    ])
    expect(told).toEqual(['guarded'])
  })

  it('gives a dozen disks the time to spin up', async () =>
    expect((await inspecting([{ answer: seen }])).timeouts).toEqual([60_000]))

  it('ends at once where no patience helps', async () => {
    expect((await inspecting([{ login: fault('ssh-wrong-host-key') }])).told).toEqual(['ssh-wrong-host-key'])
    const nonsense = succeed({ exitCode: 0, stdout: '{}', stderr: '' })
    expect((await inspecting([{ answer: nonsense }])).told).toEqual(['facts-unreadable'])
    const failed = succeed({ exitCode: 2, stdout: '', stderr: 'sh: no' })
    expect((await inspecting([{ answer: failed }])).told).toEqual(['remote-command-failed'])
  })
})
