import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fact } from '../../../src/engine/events.ts'
import { readFacts } from '../../../src/engine/facts.ts'
import { key, mac, openStage } from '../../engine/servers/stage.ts'
import { addDisk, buildMachine, diskBytes, hostKey } from './machine.ts'

const script = join(import.meta.dirname, '../../../nix/agent/agent.sh')
const folder = mkdtempSync(join(tmpdir(), 'firstlight-agent-'))
afterAll(() => rmSync(folder, { recursive: true }))

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

/** Nothing on PATH but busybox's own tools, and those named. */
const busyboxPath = (...others: string[]): string => {
  const path = mkdtempSync(join(folder, 'bin-'))
  execFileSync('busybox', ['--install', '-s', path])
  for (const other of others)
    symlinkSync(execFileSync('which', [other], { encoding: 'utf8' }).trim(), join(path, other))
  return path
}

/** Each shell that is here, with the HTTP client it finds. CI installs them all. */
const shells = [
  { name: 'dash with curl', command: ['dash'], needs: ['dash', 'curl'], path: () => `${process.env.PATH}` },
  {
    name: 'bash --posix with curl',
    command: ['bash', '--posix'],
    needs: ['bash', 'curl'],
    path: () => `${process.env.PATH}`,
  },
  {
    name: 'busybox sh with busybox wget',
    command: ['busybox', 'sh'],
    needs: ['busybox'],
    path: () => busyboxPath(),
  },
].filter(shell => shell.needs.every(has))

const newRoot = (): string => mkdtempSync(join(folder, 'root-'))

const environment = (root: string, path = `${process.env.PATH}`) => ({
  PATH: path,
  FIRSTLIGHT_SYSROOT: root,
  FIRSTLIGHT_LOG: join(root, 'log'),
  TMPDIR: folder,
})

const factsOf = (root: string, command = ['sh'], path?: string): string => {
  const [shell = '', ...args] = command
  return execFileSync(shell, [...args, script, 'facts'], { env: environment(root, path), encoding: 'utf8' })
}

const readOf = (text: string) => {
  const read = readFacts(text)
  if ('wrong' in read) throw new Error(`${read.wrong}: ${text}`)
  return read.facts
}

const gpt = (() => {
  const bytes = new Uint8Array(diskBytes)
  bytes.set([0x55, 0xaa], 510)
  bytes.set([0, 0, 2, 0, 0xee, 0xff, 0xff, 0xff, 1, 0, 0, 0, 0xff, 0x1f, 0, 0], 446)
  return bytes
})()
const swap = (() => {
  const bytes = new Uint8Array(diskBytes)
  bytes.set(Buffer.from('SWAPSPACE2'), 4086)
  bytes.set([1, 0, 0, 0, 0xff, 3, 0, 0], 1024)
  return bytes
})()
const lastByte = new Uint8Array(diskBytes).fill(1, diskBytes - 1)
const middle = new Uint8Array(diskBytes).fill(1, diskBytes / 2, diskBytes / 2 + 1)

describe.each(shells)('the facts, by $name', ({ command, path }) => {
  const factsAt = (build: (root: string) => void) => {
    const root = newRoot()
    buildMachine(root, { mac, url: 'http://10.0.0.1', token: 'x' })
    build(root)
    return readOf(factsOf(root, command, path()))
  }

  it('are what the machine is', () => {
    expect(factsAt(() => undefined)).toMatchObject({
      bootId: 'a1d9d94a-d49d-40a8-b47b-9a00d88624d5',
      macs: [mac],
      links: [{ name: 'eno1', mac }],
      ssh: { port: 22, hostKeys: [hostKey] },
      memoryBytes: 8 * 1024 ** 3,
      cpus: 2,
      firmware: 'uefi',
      disks: [],
    })
  })

  it('have every disk an installation could erase, under all its names', () => {
    const { disks } = factsAt(root => {
      addDisk(root, 'sda', { serial: 'S4 "EV"\\', ids: ['wwn-0x5', 'ata-Model_S4', 'nvme-eui.1'] })
      addDisk(root, 'loop0', { virtual: true })
      addDisk(root, 'sr0')
      addDisk(root, 'mmcblk0boot0')
    })
    expect(disks.map(disk => disk.path)).toEqual(['/dev/sda'])
    expect(disks[0]).toMatchObject({
      serial: 'S4 "EV"\\',
      model: 'Model',
      bytes: diskBytes,
      ids: ['ata-Model_S4', 'nvme-eui.1', 'wwn-0x5'],
    })
  })

  it('never call a disk blank that is not', () => {
    const { disks } = factsAt(root => {
      addDisk(root, 'sda', { content: gpt })
      addDisk(root, 'sdb', { content: lastByte })
      addDisk(root, 'sdc', { partitions: ['sdc1'] })
      addDisk(root, 'sdd', { missing: true })
      addDisk(root, 'sde', { content: new Uint8Array(diskBytes).fill(1, 0, 1) })
      addDisk(root, 'sdf', { content: swap })
      addDisk(root, 'sdg')
      writeFileSync(join(root, 'sys/block/sdg/size'), `${diskBytes}\n`)
    })
    expect(disks).toHaveLength(7)
    for (const disk of disks) expect(disk.contents.kind, disk.path).not.toBe('blank')
    expect(disks[2]?.contents.kind).toBe('data')
    expect(disks[3]?.contents.kind).toBe('unknown')
    expect(disks[6]?.contents).toMatchObject({ kind: 'unknown' })
  })
})

describe.runIf(has('blkid'))('with something that looks for signatures', () => {
  it('an empty disk is blank, and a used one is called by its name', () => {
    const root = newRoot()
    buildMachine(root, { mac, url: 'http://10.0.0.1', token: 'x' })
    addDisk(root, 'vda')
    addDisk(root, 'vdb', { content: swap })
    addDisk(root, 'vdc', { content: middle })
    const { disks } = readOf(factsOf(root, ['sh'], `${process.env.PATH}:/usr/sbin:/sbin`))
    expect(disks[0]?.contents).toEqual({ kind: 'blank' })
    expect(disks[1]?.contents).toEqual({ kind: 'data', what: expect.stringContaining('swap') })
    expect(disks[2]?.contents).toEqual({ kind: 'blank' })
  })

  it('reads the same by way of standard input, as the engine runs it', () => {
    const root = newRoot()
    buildMachine(root, { mac, url: 'http://10.0.0.1', token: 'x' })
    addDisk(root, 'vda')
    const piped = execFileSync('sh', ['-s', 'facts'], {
      env: environment(root),
      input: readFileSync(script),
      encoding: 'utf8',
    })
    expect(piped).toBe(factsOf(root))
  })
})

it.runIf(has('busybox'))('without anything that looks for signatures no disk is blank', () => {
  const root = newRoot()
  buildMachine(root, { mac, url: 'http://10.0.0.1', token: 'x' })
  addDisk(root, 'vda')
  const path = busyboxPath()
  rmSync(join(path, 'blkid'), { force: true })
  const [disk] = readOf(factsOf(root, ['busybox', 'sh'], path)).disks
  expect(disk?.contents).toMatchObject({
    kind: 'unknown',
    what: expect.stringContaining('neither blkid nor wipefs'),
  })
})

it('leaves nothing behind, and does nothing without a pass', () => {
  const root = newRoot()
  buildMachine(root, { mac, url: '', token: '' })
  const tmp = join(root, 'tmp')
  mkdirSync(tmp)
  const ran = spawnSync('sh', [script], { env: { ...environment(root), TMPDIR: tmp }, encoding: 'utf8' })
  expect([ran.status, ran.stdout]).toEqual([0, ''])
  expect(ran.stderr).toContain('nothing to do')
  expect(spawnSync('sh', ['-c', `ls -A ${tmp}`], { encoding: 'utf8' }).stdout).toBe('')
})

it.runIf(has('shellcheck'))('has nothing shellcheck objects to', () => {
  expect(spawnSync('shellcheck', ['-s', 'sh', script], { encoding: 'utf8' }).stdout).toBe('')
})

describe.each(shells)('a run, by $name', ({ command, path }) => {
  const root = newRoot()
  const log = join(root, 'log')
  let stage: Awaited<ReturnType<typeof openStage>>
  let agent: ChildProcess
  const waiting = new Set<() => void>()

  /** Resolves when a fact of this kind has been told. */
  const toldThat = (matches: (fact: Fact) => boolean): Promise<Fact> =>
    new Promise(resolve => {
      const look = () => {
        const fact = stage.facts.find(matches)
        if (fact === undefined) return
        waiting.delete(look)
        resolve(fact)
      }
      waiting.add(look)
      look()
    })

  beforeAll(async () => {
    stage = await openStage()
    const { tell } = stage.gate
    Object.assign(stage.gate, {
      tell: (fact: Fact) => {
        tell(fact)
        for (const look of [...waiting]) look()
      },
    })
    stage.put('node1', { name: 'aborted', in: 'offered', disk: 'untouched' })
    buildMachine(root, { mac, url: stage.url, token: stage.gate.issuePass('node1', '127.0.0.1') })
    addDisk(root, 'vda')
    writeFileSync(log, 'first line\n')
    const [shell = '', ...args] = command
    agent = spawn(shell, [...args, script], {
      env: environment(root, path()),
      stdio: 'ignore',
      detached: true,
    })
  })

  afterAll(async () => {
    if (agent.pid !== undefined) process.kill(-agent.pid, 'SIGTERM')
    await stage.close()
  })

  it('goes on asking until it is its turn, and says hello', async () => {
    await toldThat(fact => fact.type === 'exchanged' && fact.line.includes('hello → 409'))
    stage.put('node1', { name: 'booting' })
    const fact = await toldThat(fact => fact.type === 'phonedHome')
    expect(fact).toMatchObject({
      host: 'node1',
      guest: { address: '127.0.0.1', macs: [mac], hostKeys: [hostKey] },
    })
  }, 20_000)

  it('lets the engine in', async () => {
    await toldThat(fact => fact.type === 'heard')
    const file = join(root, 'root/.ssh/authorized_keys')
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(`${key}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  }, 20_000)

  it('sends its log as it grows', async () => {
    await toldThat(fact => fact.type === 'logged' && fact.line === 'first line')
    appendFileSync(log, '\x1b[31msecond\x1b[0m "line" \\ * $(x)\n')
    const fact = await toldThat(fact => fact.type === 'logged' && fact.line.startsWith('second'))
    expect(fact).toMatchObject({ host: 'node1', source: 'agent', line: 'second "line" \\ * $(x)' })
  }, 20_000)

  // Ten seconds of waiting: once is enough.
  if (command !== shells[0]?.command) return
  it('goes on with its signs of life', async () => {
    const before = stage.facts.filter(fact => fact.type === 'heard').length
    await toldThat(() => stage.facts.filter(fact => fact.type === 'heard').length > before)
  }, 20_000)
})
