/** The whole program as the only address server there is, and everything that may go wrong with a machine or with us. */
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type VirtualMachine, virtualMachine } from '../../src/lab/vm/machine.ts'
import { about, phaseOf, type Run, type Workplace } from './engine-run.ts'
import { openYard, type Yard } from './engine-yard.ts'
import { stopwatch } from './ground.ts'

const mac = (last: number) => `52:54:00:77:00:0${last}`
/** One whose disk is in use, one whose disk is another, one that loses its power, and one with nothing amiss. */
const machines: readonly VirtualMachine[] = [
  virtualMachine({ name: 'machine1', mac: mac(1), order: 'network-first' }),
  virtualMachine({ name: 'machine2', mac: mac(2) }),
  virtualMachine({ name: 'machine3', mac: mac(3), order: 'network-first' }),
  virtualMachine({ name: 'machine4', mac: mac(4), firmware: 'uefi' }),
]
const site = {
  // The one cut off while its system is copied is not waited for longer than this.
  provision: { dhcp: { server: { range: ['10.77.0.150', '10.77.0.180'] } }, deadlines: { copying: '45s' } },
  hosts: Object.fromEntries(
    machines.map(({ name, mac }) => [
      name,
      { mac, disks: [{ serial: name === 'machine2' ? 'S4EVNX0R' : `FL-${name}` }] },
    ]),
  ),
}

const only = (...names: readonly string[]) => names.flatMap(name => ['--host', name])
const wipe = (...names: readonly string[]) => names.flatMap(name => ['--wipe', name])

const startedCopying = (run: Run, host: string) =>
  run.until(event => event.type === 'stepStarted' && event.host === host && event.step === 'copying')

describe('an isolated network with no other address server', () => {
  let yard: Yard
  let workplace: Workplace
  const fileSystem = async (name: string) =>
    (await execa('blkid', ['-po', 'value', '-s', 'LABEL', yard.machine(name).image], { reject: false }))
      .stdout

  beforeAll(async () => {
    yard = await openYard(machines, site, { addressServer: false })
    workplace = yard.workplace
    await execa('mke2fs', ['-q', '-t', 'ext4', '-L', 'precious', yard.machine('machine1').image])
  })
  afterAll(() => yard?.clear())

  it('holds, refuses and fails each for its own reason, and installs the one with nothing amiss', {
    timeout: 900_000,
  }, async () => {
    const took = stopwatch()
    const run = workplace.run('server-first')
    await startedCopying(run, 'machine3')
    await yard.machine('machine3').power.off()
    expect(await run.ended, run.complaints.join('\n')).toBe(1)

    expect(phaseOf(run, 'machine1')).toMatchObject({
      ...{ name: 'failed', in: 'held', disk: 'untouched' },
      fault: { remedy: expect.stringContaining('--wipe machine1') },
    })
    expect(await fileSystem('machine1')).toBe('precious')
    expect(phaseOf(run, 'machine2')).toMatchObject({
      ...{ name: 'failed', in: 'phonedHome', disk: 'untouched' },
      fault: { message: expect.stringContaining('S4EVNX0R') },
    })
    expect(phaseOf(run, 'machine3')).toMatchObject({ name: 'failed', in: 'copying', disk: 'halfWritten' })
    expect(phaseOf(run, 'machine4')).toMatchObject({ name: 'done' })
    expect(await yard.enter(run, 'machine4', 'readlink -f /run/current-system')).toContain('nixos-system')
    // What stood in an installer was switched off; so the next run finds what this one found.
    await Promise.all(['machine1', 'machine2'].map(name => yard.machine(name).power.ended()))
    console.info(`held, refused, cut off, installed: ${took()}`)
  })

  it('is killed while it erases, on the word given, and the next run stumbles over nothing', {
    timeout: 900_000,
  }, async () => {
    const took = stopwatch()
    const killed = workplace.run(
      'server-killed',
      ...only('machine1', 'machine3'),
      ...wipe('machine1', 'machine3'),
    )
    await Promise.all([startedCopying(killed, 'machine1'), startedCopying(killed, 'machine3')])
    killed.signal('SIGKILL')
    await killed.ended
    // Whoever erases in our name ends with us: alone, it would go on at some later boot.
    const erasing = () => execa('pgrep', ['-af', `nixos-anywhere.*${workplace.folder}`], { reject: false })
    await expect.poll(async () => (await erasing()).stdout, { timeout: 10_000 }).toBe('')
    console.info(`killed while two systems were being copied: ${took()}`)

    const next = workplace.run(
      'server-next',
      ...only('machine1', 'machine3', 'machine4'),
      ...wipe('machine3'),
    )
    const code = await next.ended
    const said = next.complaints.join('\n')
    expect(code, said).toBe(1)
    expect(said).toMatch(/run-cut-off/)
    expect(said).toMatch(/machine1.*half written/)
    expect(phaseOf(next, 'machine1')).toMatchObject({ name: 'failed', in: 'held', disk: 'untouched' })
    expect(phaseOf(next, 'machine3')).toMatchObject({ name: 'done' })
    expect(phaseOf(next, 'machine4')).toMatchObject({ name: 'skipped' })
    console.info(`the next run: ${took()}`)

    await yard.machine('machine1').power.ended()
    const last = workplace.run(
      'server-last',
      ...wipe('machine1'),
      ...only('machine1', 'machine3', 'machine4'),
    )
    expect(await last.ended, last.complaints.join('\n')).toBe(0)
    expect(phaseOf(last, 'machine1')).toMatchObject({ name: 'done' })
    expect(last.events.filter(about('machine3', 'woke'))).toEqual([])
    expect(await yard.enter(last, 'machine1', 'readlink -f /run/current-system')).toMatch(/machine1/)
    console.info(`and the last: ${took()}`)
  })

  it('leaves no file of its own, no process and no socket', async () => {
    const { stdout: left } = await execa('find', [join(workplace.folder, 'tmp'), '-mindepth', '1'])
    expect(left).toBe('')
    const [program, ...args] = yard.lab.inside(['ss', '-Hlntu'])
    const { stdout: sockets } = await execa(program, args)
    expect(sockets.split('\n').filter(line => /:(67|69|80|4011)\s/.test(line))).toEqual([])
    const { stdout: running } = await execa('pgrep', ['-f', '--', workplace.folder], { reject: false })
    expect(running).toBe('')
  })
})
