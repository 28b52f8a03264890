/** `firstlight rehearse` as an operator calls it: a site in, its machines rehearsed, and nothing left. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { readJournal } from '../../src/engine/earlier.ts'
import { replay } from '../../src/engine/index.ts'
import { ownerOf } from '../../src/lab/vm/names.ts'
import { installer } from './anywhere.ts'
import { operatorKey, stopwatch } from './ground.ts'

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstlight-vm-rehearsal-'))
  await writeFile(
    join(folder, 'site.json'),
    JSON.stringify({
      schemaVersion: 1,
      site: { name: 'rack', flake: `path:${join(inject('cache'), 'mini')}`, installer: 'installer' },
      provision: { interface: 'eno1' },
      hosts: {
        machine1: { mac: 'bc:24:11:d0:28:34', disks: [{ serial: 'S4EVNX0R' }] },
        nvme1: { mac: 'bc:24:11:d0:28:35', disks: [{ id: 'nvme-QEMU_NVMe_Ctrl_S4EVNX0S' }] },
      },
    }),
  )
})
afterEach(() => rm(folder, { recursive: true }))

const rehearse = (...flags: readonly string[]) =>
  execa(
    process.execPath,
    [
      ...[program, 'rehearse', '--site', join(folder, 'site.json'), '--memory', '512', '--disk', '1'],
      ...['--firmware', 'bios', '--nixos-anywhere', installer, '--ssh-key', operatorKey(), ...flags],
    ],
    {
      ...{ reject: false, stdin: 'ignore' },
      env: {
        ...{ XDG_STATE_HOME: join(folder, 'state'), TMPDIR: folder },
        FIRSTLIGHT_IPXE: join(inject('cache'), 'debian/usr/lib/ipxe'),
      },
    },
  )

/** Of labs: whatever else makes namespaces on this machine is nobody's leftover. */
const namespaces = async () =>
  (await execa('ip', ['netns', 'list'])).stdout
    .split('\n')
    .flatMap(line => line.split(' ')[0] || [])
    .filter(name => ownerOf(name) !== undefined)
/** Those of a lab that somebody else left may be gone. */
const newSince = async (before: readonly string[]) =>
  (await namespaces()).filter(name => !before.includes(name))
const ownProcesses = async () => (await execa('pgrep', ['-af', '--', folder], { reject: false })).stdout
const labs = async () =>
  (await execa('find', [folder, '-mindepth', '1', '-maxdepth', '1', '-name', 'firstlight-*'])).stdout

describe('a rehearsal', () => {
  it('says what it needs and will take, and what is missing, before anything is started', async () => {
    const before = await namespaces()
    const said = await rehearse('--check')
    expect(said.exitCode, said.stderr).toBe(0)
    expect(said.stderr).toMatch(/Needs: .*qemu-system-x86_64/)
    expect(said.stderr).toMatch(/Takes: 1\.2 GiB of memory for 2 machines, and up to 2\.0 GiB of disk/)
    const large = await rehearse('--check', '--memory', '40000000')
    expect(large.exitCode).toBe(3)
    expect(large.stderr).toMatch(/lab-little-memory/)
    expect(await newSince(before)).toEqual([])
  })

  it('installs machines with the disks the site names, whatever they are plugged into, and reports', {
    timeout: 600_000,
  }, async () => {
    const took = stopwatch()
    const before = await namespaces()
    const said = await rehearse('--plain')
    expect(said.exitCode, said.stderr).toBe(0)
    expect(said.stdout).toMatch(/machine1 +partitioning +erasing \/dev\/vda \(serial S4EVNX0R/)
    expect(said.stdout).toMatch(
      /nvme1 +partitioning +erasing \/dev\/nvme0n1 \(QEMU NVMe Ctrl, serial S4EVNX0S/,
    )
    expect(said.stderr).toMatch(/2 installed[\s\S]*machine1 +done[\s\S]*nvme1 +done/)
    const journal = /Everything it did is in (.*)/.exec(said.stderr)?.[1] ?? ''
    const { machines } = replay(readJournal(await readFile(journal, 'utf8')))
    const [machine] = machines
    expect(machines.map(({ journey }) => journey.phase.name)).toEqual(['done', 'done'])
    expect(
      machine?.log
        .filter(({ source }) => source === 'console')
        .map(({ line }) => line)
        .join('\n'),
    ).toMatch(/iPXE[\s\S]*mini: ready/)
    expect(await newSince(before)).toEqual([])
    expect([await ownProcesses(), await labs()]).toEqual(['', ''])
    console.info(`two machines rehearsed: ${took()}`)
  })

  it('ends as a whole when it is told to, and when it is killed', { timeout: 300_000 }, async () => {
    const before = await namespaces()
    const told = rehearse('--json')
    await asksToBoot(told)
    told.kill('SIGTERM')
    expect((await told).exitCode).toBe(130)
    expect([await newSince(before), await ownProcesses(), await labs()]).toEqual([[], '', ''])

    const killed = rehearse('--json')
    await asksToBoot(killed)
    killed.kill('SIGKILL')
    await killed
    await expect.poll(ownProcesses, { timeout: 10_000 }).toBe('')
    expect(await labs()).not.toBe('')
    const next = rehearse('--json')
    await asksToBoot(next)
    next.kill('SIGTERM')
    await next
    expect([await newSince(before), await labs()]).toEqual([[], ''])
  })
})

/** Not by iterating: whoever leaves that loop early waits for the end of the program. */
const asksToBoot = (rehearsal: ReturnType<typeof rehearse>): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = ''
    rehearsal.stdout.on('data', bytes => {
      said += String(bytes)
      if (said.includes('"type":"woke"')) resolve()
    })
    void rehearsal.then(({ stderr }) => reject(new Error(`it ended before: ${stderr}`)))
  })
