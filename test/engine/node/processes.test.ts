import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createProcesses } from '../../../src/engine/node/processes.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'processes-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sh = (script: string): readonly [string, ...string[]] => ['sh', '-c', script]

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A killed orphan may wait a moment for init to collect it: a zombie does nothing any more. */
const running = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return alive(pid) && stat !== '' && !/\) Z /.test(stat)
}

test('output arrives line by line, without line breaks, in whole characters', async () => {
  const lines: string[] = []
  const result = await createProcesses().run({
    command: sh(`printf 'one\\ntw\\303'; sleep 0.05; printf '\\266\\r\\nhalf'; echo wrong >&2; exit 3`),
    line: (line, stream) => lines.push(`${stream} ${line}`),
  })
  expect(result).toEqual({ ended: 'exited', exitCode: 3, stdout: 'one\ntwö\r\nhalf', stderr: 'wrong\n' })
  expect(lines.filter(line => line.startsWith('stdout'))).toEqual(['stdout one', 'stdout twö', 'stdout half'])
  expect(lines).toContain('stderr wrong')
})

test('input is given, and without it there is none', async () => {
  const processes = createProcesses()
  expect((await processes.run({ command: ['cat'], input: 'hello' })).stdout).toBe('hello')
  expect((await processes.run({ command: ['cat'] })).stdout).toBe('')
})

test('a missing program is said so, not thrown', async () => {
  const result = await createProcesses().run({ command: ['/no/such/program'] })
  expect(result).toMatchObject({ ended: 'notStarted', exitCode: undefined, reason: 'ENOENT' })
})

test('a missing folder and impossible arguments are said so, not thrown', async () => {
  const processes = createProcesses()
  expect((await processes.run({ command: ['true'], cwd: '/no/such' })).ended).toBe('notStarted')
  expect((await processes.run({ command: ['echo', 'a\0b'] })).ended).toBe('notStarted')
})

test('abort ends the whole group, also members that hold no output and ignore SIGTERM', async () => {
  const abort = new AbortController()
  const result = await createProcesses({ grace: 200 }).run({
    command: sh(
      `sh -c 'trap "" TERM; echo $$ >${folder}/stubborn; while :; do sleep 0.1; done' >/dev/null 2>&1 &
       sleep 600 & echo $! >${folder}/sleeper
       while ! [ -s ${folder}/stubborn ]; do sleep 0.01; done; echo ready; wait`,
    ),
    signal: abort.signal,
    line: line => line === 'ready' && abort.abort(),
  })
  expect(result).toMatchObject({ ended: 'aborted', stdout: 'ready\n' })
  const pids = await Promise.all(['stubborn', 'sleeper'].map(name => readFile(join(folder, name), 'utf8')))
  await expect.poll(() => Promise.all(pids.map(pid => running(Number(pid))))).toEqual([false, false])
})

test('a leader that ignores SIGTERM is killed', async () => {
  const abort = new AbortController()
  const result = await createProcesses({ grace: 100 }).run({
    command: sh(`trap '' TERM; echo ready; while :; do sleep 0.05; done`),
    signal: abort.signal,
    line: () => abort.abort(),
  })
  expect(result.ended).toBe('aborted')
})

test.runIf(process.platform === 'linux')('what is bound to us ends with us, however we end', async () => {
  const processes = JSON.stringify(new URL('../../../src/engine/node/processes.ts', import.meta.url).href)
  const owner = spawn(process.execPath, [
    ...['--input-type=module', '-e'],
    `const { createProcesses } = await import(${processes})
     void createProcesses().run({
       command: ['sh', '-c', 'echo $$; while :; do sleep 0.1; done'], bound: true, line: pid => console.log(pid),
     })`,
  ])
  const [said] = await once(owner.stdout, 'data')
  const pid = Number(String(said))
  expect(await running(pid)).toBe(true)
  owner.kill('SIGKILL')
  await expect.poll(() => running(pid)).toBe(false)
})

test('bound or not, a missing program is said so', async () =>
  expect(await createProcesses().run({ command: ['no-such-program'], bound: true })).toMatchObject({
    ended: 'notStarted',
  }))

test('an abort that came before starts nothing', async () => {
  const result = await createProcesses().run({
    command: sh(`touch ${folder}/started`),
    signal: AbortSignal.abort(),
  })
  expect(result.ended).toBe('aborted')
  await expect(readFile(join(folder, 'started'))).rejects.toThrow('ENOENT')
})

test('the first cause wins: a timeout stays one when abort follows', async () => {
  const abort = new AbortController()
  const run = createProcesses({ grace: 300 }).run({
    command: sh(`trap 'echo asked' TERM; sleep 600 & wait; sleep 600`),
    timeout: 100,
    signal: abort.signal,
    line: () => abort.abort(),
  })
  expect(await run).toMatchObject({ ended: 'timedOut', stdout: expect.stringContaining('asked') })
})

test('a program killed by another is killed, with the signal', async () => {
  const result = await createProcesses().run({ command: sh('kill -KILL $$') })
  expect(result).toMatchObject({ ended: 'killed', reason: 'SIGKILL' })
})

test('output held open by something left behind is not waited for', async () => {
  const result = await createProcesses().run({
    command: sh(`setsid sleep 600 & echo $! >${folder}/left; echo done`),
  })
  process.kill(Number(await readFile(join(folder, 'left'), 'utf8')))
  expect(result).toMatchObject({ ended: 'exited', exitCode: 0, stdout: 'done\n' })
})

test('of endless output the last MiB is kept, and no line is longer than 16 KiB', async () => {
  let longest = 0
  const result = await createProcesses().run({
    command: sh(`head -c 3000000 /dev/zero | tr '\\0' x; echo; echo end`),
    line: line => {
      longest = Math.max(longest, line.length)
    },
  })
  expect(result.stdout).toHaveLength(1024 * 1024)
  expect(result.stdout.endsWith('x\nend\n')).toBe(true)
  expect(longest).toBe(16 * 1024)
})

test('a program is found on PATH, a folder of that name is not', async () => {
  const { find } = createProcesses()
  expect(await find('sh')).toMatch(/\/sh$/)
  expect(await find('/tmp')).toBeUndefined()
  expect(await find('surely-no-such-program')).toBeUndefined()
})
