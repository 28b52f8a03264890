import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { resume } from '../../src/cli/resume.ts'
import { run } from '../../src/cli/run.ts'
import { earlierRun, readJournal } from '../../src/engine/earlier.ts'
import type { RunEvent } from '../../src/engine/index.ts'
import { type Lab, openLab } from './rig.ts'

/** The engine in its own process, killed without a word when it says this. */
const killWhen = async (lab: Lab, said: (event: RunEvent) => boolean): Promise<void> => {
  const script = join(import.meta.dirname, 'engine-process.ts')
  const engine = spawn(process.execPath, [script, 'run', lab.folder, JSON.stringify(lab.runFlags)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(engine, 'exit')
  for await (const line of createInterface(engine.stdout))
    if (said(JSON.parse(line) as RunEvent)) engine.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

const journalOf = async (lab: Lab) => {
  const path = (await lab.journals()).at(-1) ?? ''
  return { path, run: earlierRun(path, readJournal(await readFile(path, 'utf8'))) }
}

const ended = (said: readonly string[]): RunEvent => JSON.parse(said.at(-1) ?? '{}') as RunEvent

const contentsOf = (lab: Lab, name: string) => lab.fleet.machine(name)?.disks[0]?.contents

const inCopying = (name: string) => (event: RunEvent) =>
  event.type === 'stepStarted' && event.host === name && event.step === 'copying'

test('killed while a disk is written: finished stays finished, the rest goes on, with a word for that disk', async () => {
  await using lab = await openLab({ count: 3, parallel: 1 })
  await killWhen(lab, inCopying('machine2'))
  const { path, run: cut } = await journalOf(lab)
  await appendFile(path, '{"at":17,"ty')
  const finished = contentsOf(lab, 'machine1')
  expect(finished?.kind).toBe('installed')
  expect([...(cut?.hosts ?? [])].map(([name, { ending, disk }]) => [name, ending, disk])).toEqual([
    ['machine1', 'finished', 'installed'],
    ['machine2', 'unfinished', 'halfWritten'],
    ['machine3', 'unfinished', 'untouched'],
  ])
  expect((await stat(cut?.folder ?? '')).isDirectory()).toBe(true)

  const wordless = lab.desk()
  expect(await resume({ json: true }, wordless)).toBe(1)
  expect(ended(wordless.said)).toMatchObject({ type: 'settled', installed: 1, failed: 1 })
  expect(wordless.complained[0]).toMatch(/^Going on with the run of .*: machine2, machine3 are left$/)
  expect(wordless.complained[1]).toBe(
    'machine1: finished, and stays as it is: installed and current, and healthy',
  )
  expect(wordless.complained.join()).not.toContain('run-cut-off')
  expect(wordless.complained.join()).toMatch(
    /machine2: .*half written \[disk-half-written\]. .*only on your word: --wipe machine2/,
  )
  expect(wordless.said.join('\n')).toContain('"code":"disk-holds-data"')
  expect(contentsOf(lab, 'machine2')?.kind).not.toBe('blank')
  await expect(stat(cut?.folder ?? '')).rejects.toThrow('ENOENT')

  const worded = lab.desk()
  expect(await resume({ json: true, wipe: ['machine2'] }, worded)).toBe(0)
  expect(ended(worded.said)).toMatchObject({ type: 'settled', installed: 1, failed: 0 })
  expect(worded.said[0]).toMatch(/"hosts":\[\{"name":"machine2"/)
  expect(contentsOf(lab, 'machine1')).toBe(finished)
  for (const name of ['machine2', 'machine3']) expect(contentsOf(lab, name)?.kind).toBe('installed')

  const again = lab.desk()
  expect(await resume({ json: true }, again)).toBe(0)
  expect(again.complained.join()).toMatch(/left nothing to do/)
}, 120_000)

test('killed while the machine restarts into its system: it is found, recorded, and not touched again', async () => {
  await using lab = await openLab({ machines: [{ bootOrder: 'network' }] })
  await killWhen(lab, event => event.type === 'installed')
  const installed = contentsOf(lab, 'machine1')
  const desk = lab.desk()
  expect(await resume({ json: true }, desk)).toBe(0)
  expect(ended(desk.said)).toMatchObject({ type: 'settled', skipped: 1, failed: 0 })
  expect(desk.said.join('\n')).toContain('"state":"current","detail":"installed and current, and healthy"')
  expect(contentsOf(lab, 'machine1')).toBe(installed)
  const records = await readFile(join(lab.folder, 'state/firstlight/lab/machines.json'), 'utf8')
  expect(JSON.parse(records)).toMatchObject({ hosts: { machine1: { address: '127.77.1.1' } } })
}, 60_000)

test('a run says what an earlier one left half written, and does not erase it either', async () => {
  await using lab = await openLab({ count: 1 })
  await killWhen(lab, inCopying('machine1'))
  const desk = lab.desk()
  expect(await run(lab.runFlags, desk)).toBe(1)
  expect(desk.complained.join('\n')).toMatch(
    /the run of .* did not come to its end \[run-cut-off\].*\n.*machine1: .*half written .*--wipe machine1/,
  )
  expect(contentsOf(lab, 'machine1')?.kind).not.toBe('blank')
}, 60_000)

test('nothing to resume is said, with where it was looked for', async () => {
  await using lab = await openLab({ count: 1 })
  const desk = lab.desk()
  expect(await resume({}, desk)).toBe(2)
  expect(desk.complained.join()).toMatch(
    /state\/firstlight: there is no journal of a run \[nothing-to-resume\]/,
  )
})
