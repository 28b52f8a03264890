import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import { nearest } from '../../src/cli/nearest.ts'
import { createProgram } from '../../src/cli/program.ts'

/** What the command line came to: which command, or what was said instead. */
const called = async (...words: string[]) => {
  const calls: string[] = []
  const complained: string[] = []
  const actions = new Proxy({}, { get: (_, name) => async () => calls.push(String(name)) }) as Parameters<
    typeof createProgram
  >[0]
  const said: string[] = []
  const io = {
    out: (line: string) => said.push(line),
    err: (line: string) => complained.push(line),
    version: '1.2.3',
  }
  try {
    await createProgram(actions, io, () => {}).parseAsync(words, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
  }
  return { calls, said: said.join('\n'), complained: complained.join('\n') }
}

test('without a command it is the screen', async () => {
  expect(await called('--ascii')).toEqual({ calls: ['screen'], said: '', complained: '' })
})

test('an unknown command is called so, with the nearest known one', async () => {
  for (const [word, meant] of [
    ['rnu', 'run'],
    ['stauts', 'status'],
    ['rehears', 'rehearse'],
  ] as const) {
    const { calls, complained } = await called(word, '--json')
    expect(calls).toEqual([])
    expect(complained).toContain(`unknown command '${word}'\n(Did you mean ${meant}?)`)
    expect(complained).toContain('--help')
  }
})

test('one that is like no other is called so too, and so is one of a group', async () => {
  expect((await called('fly')).complained).toMatch(/^error: unknown command 'fly'\n/)
  expect((await called('images', 'bulid')).complained).toContain("unknown command 'bulid'")
})

test('help is a command too', async () => {
  expect((await called('help', 'run')).said).toContain('Usage: firstlight run')
})

test('what belongs to a command is still checked there', async () => {
  expect((await called('plan', 'fly')).complained).toContain('too many arguments')
  expect((await called('--fly')).complained).toContain("unknown option '--fly'")
})

test('a second name behind a flag that takes one at a time is told how to be written', async () => {
  const wanted = "error: --host takes one at a time: write --host node2 for 'node2'\n"
  for (const command of ['run', 'deploy', 'rollback', 'status'])
    expect((await called(command, '--host', 'node1', 'node2', '--ascii')).complained).toContain(wanted)
  expect((await called('run', '--host=node1', 'node2')).complained).toContain(wanted)
  expect((await called('run', '--host', 'node1', '--artifacts', 'a', 'node2')).complained).toContain(
    'too many arguments',
  )
})

test('near is near: a letter more, less, another, or two that changed places', () => {
  const known = ['plan', 'deploy', 'diff']
  for (const word of ['paln', 'pln', 'plaan', 'plam']) expect(nearest(word, known)).toBe('plan')
  expect(nearest('deplyo', known)).toBe('deploy')
  expect(nearest('x', known)).toBeUndefined()
  expect(nearest('', known)).toBeUndefined()
})
