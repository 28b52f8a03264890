import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail, succeed } from '../../../../src/engine/errors.ts'
import type { Answer, Tried } from '../../../../src/engine/work/status/answer.ts'
import { askStatus, keysGiven } from '../../../../src/engine/work/status/ask.ts'
import { judgeStatus } from '../../../../src/engine/work/status/judge.ts'
import { fault } from '../../journeys.ts'
import { host } from '../../plans.ts'

const system = '/nix/store/new-system'
const key = 'ssh-ed25519 AAAA'
const record = { hostKey: key, system, address: '10.0.0.1', at: 1000 }
const ours = (running: string): Answer => ({
  kind: 'ours',
  running: succeed(running),
  hostKey: key,
  health: [],
})

const tried = (...answers: Answer[]): Tried[] =>
  answers.map((answer, n) => ({ address: `10.0.0.${n + 1}`, sources: ['site'], answer }))

const judged = (answers: Answer[], wanted: Parameters<typeof judgeStatus>[0]['wanted'] = succeed(system)) =>
  judgeStatus({ host: host('node1'), tried: tried(...answers), wanted, record, agentAt: 7 })

describe('what is found at one address', () => {
  const told: [Answer, string, RegExp][] = [
    [ours(system), 'current', /installed and current/],
    [ours('/nix/store/old'), 'outdated', /it runs \/nix\/store\/old: firstlight deploy --host node1/],
    [{ kind: 'ours', running: fail(fault), hostKey: key, health: [] }, 'installed', /not what it runs/],
    [{ kind: 'lockedOut' }, 'installed', /refuses your SSH key/],
    [{ kind: 'installer' }, 'installer', /phoned home to us/],
    [{ kind: 'stranger' }, 'foreign', /did not install/],
    [{ kind: 'closed' }, 'unknown', /switched on/],
    [{ kind: 'silent' }, 'off', /does not answer/],
    [{ kind: 'unclear', why: 'no key' }, 'unknown', /could not be looked at: no key/],
  ]
  it.each(told)('%o', (answer, state, detail) => {
    expect(judged([answer])).toMatchObject({ state, detail: expect.stringMatching(detail) })
  })
})

it('with its services healthy or not says so where the rest stays readable', () => {
  const asked = (running: string, why: string | null) =>
    judged([{ ...ours(running), health: [{ service: 'web', why }] } as Answer]).detail
  expect(asked(system, null)).toBe('installed and current, and healthy')
  expect(asked(system, 'silent')).toBe('installed and current; web is not healthy: silent')
  expect(asked('/nix/store/old', null)).toMatch(/^healthy; installed, but it runs .* --wipe node1$/)
})

describe('a judgement', () => {
  it('without any address knows nothing', () => {
    expect(judged([])).toMatchObject({ state: 'unknown', address: null })
  })

  it('says since when it has been installed, or its installer was heard', () => {
    expect(judged([ours(system)]).since).toBe(1000)
    expect(judged([{ kind: 'installer' }]).since).toBe(7)
    expect(judged([{ kind: 'silent' }]).since).toBeNull()
  })

  it('does not call a machine out of date because Nix failed', () => {
    expect(judged([ours(system)], fail(fault)).state).toBe('installed')
  })

  it('finds ours at any address, whoever has the others', () => {
    expect(judged([{ kind: 'stranger' }, { kind: 'silent' }, ours(system)])).toMatchObject({
      state: 'current',
      address: '10.0.0.3',
      hostKey: key,
    })
  })

  const anyAnswer = fc.constantFrom<Answer>(
    ours(system),
    { kind: 'lockedOut' },
    { kind: 'installer' },
    { kind: 'stranger' },
    { kind: 'closed' },
    { kind: 'silent' },
    { kind: 'unclear', why: '' },
  )

  it('calls a machine off only when nothing at all answered', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer, { minLength: 1 }), answers => {
        const off = answers.every(({ kind }) => kind === 'silent')
        expect(judged(answers).state === 'off').toBe(off)
      }),
    )
  })

  it('does not hang on the order of addresses', () => {
    fc.assert(
      fc.property(fc.array(anyAnswer), answers => {
        expect(judged(answers.toReversed()).state).toBe(judged(answers).state)
      }),
    )
  })
})

describe('the keys a machine may present', () => {
  const none = {
    hostKeyOf: () => undefined,
    records: { of: () => undefined, save: async () => succeed(undefined) },
  }
  it('are never none: then nobody has the right one', () => {
    expect(keysGiven(host('node1'), { ...none, earlier: null })).toEqual([
      expect.stringContaining('ssh-ed25519'),
    ])
  })
})

describe('asking', () => {
  const asking = (code: string, pings: boolean) => ({
    world: {
      ssh: { connect: async () => fail({ ...fault, code }) },
      processes: {
        find: async () => undefined,
        run: async () => ({ ended: 'exited', exitCode: pings ? 0 : 1, stdout: '', stderr: '' }) as const,
      },
      network: {
        neighbours: async () => [{ mac: '52:54:00:00:00:01', address: '10.0.0.9', interface: 'eno1' }],
      },
    },
    ...{ port: 22, operator: { privateKeys: [], agent: null }, earlier: null },
    ...{ hostKeyOf: () => undefined, guestOf: () => null },
    records: { of: () => undefined, save: async () => succeed(undefined) },
    wanted: async () => succeed(system),
    signal: new AbortController().signal,
  })

  it('finds an address in the neighbour table, and says so', async () => {
    const status = await askStatus(host('node1'), asking('ssh-timeout', false))
    expect(status).toMatchObject({ state: 'off', address: '10.0.0.9', sources: ['neighbour'] })
  })

  it('does not call a machine off that answers a ping', async () => {
    expect((await askStatus(host('node1'), asking('ssh-timeout', true))).state).toBe('unknown')
    expect((await askStatus(host('node1'), asking('ssh-refused', false))).state).toBe('unknown')
  })

  it.each(['ssh-lost', 'ssh-key-unreadable', 'ssh-aborted', 'whatever'])(
    'takes %s for no finding',
    async code => {
      expect((await askStatus(host('node1'), asking(code, false))).state).toBe('unknown')
    },
  )
})
