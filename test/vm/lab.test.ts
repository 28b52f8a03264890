import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { firmwareStarts } from '../../src/lab/vm/accel.ts'
import { virtualMachine } from '../../src/lab/vm/machine.ts'
import { findUefi } from '../../src/lab/vm/requirements.ts'
import { openLab, wake } from './ground.ts'

const machines = [
  virtualMachine({ name: 'first', mac: '52:54:00:77:00:01' }),
  virtualMachine({ name: 'second', mac: '52:54:00:77:00:02' }),
]
const site = { address: '10.77.0.2/24', reservations: [] } as const

const namespaces = async (): Promise<string> => (await execa('ip', ['netns', 'list'])).stdout
const folderOf = (name: string): string => join(tmpdir(), name)
/** Processes whose command line says the name: machines, servers and listeners all do, by their files or their tap. */
const processesOf = async (name: string): Promise<string> =>
  (await execa('pgrep', ['-f', '--', `${name}/`], { reject: false })).stdout

const hold = (how: string) =>
  execa(process.execPath, [fileURLToPath(new URL('./hold.ts', import.meta.url)), how], {
    ...{ reject: false, stdin: 'ignore' },
  })

describe('the lab', () => {
  it('calls the machine meant, and leaves nothing behind', async () => {
    const lab = await openLab(machines, { site })
    expect(lab.bridge).toMatchObject({ address: '10.77.0.1', broadcast: '10.77.0.255', interface: 'br0' })
    await wake(lab, '52:54:00:77:00:02')
    await lab.machines.get('second')?.console.until(/SeaBIOS/, { signal: AbortSignal.timeout(60_000) })
    expect([...lab.machines.values()].map(({ power }) => power.isOn)).toEqual([false, true])
    expect(await processesOf(lab.name)).not.toBe('')
    await lab.down()
    expect(await namespaces()).not.toContain(lab.name)
    expect(await processesOf(lab.name)).toBe('')
    expect(existsSync(folderOf(lab.name))).toBe(false)
  })

  it('has no way out: no route, no link, nobody to talk to but its own', async () => {
    const lab = await openLab(machines, { site })
    const inside = async (...command: [string, ...string[]]) => {
      const [program, ...args] = lab.inside(command)
      return (await execa(program, args, { reject: false })).stdout
    }
    expect((await inside('ip', 'route')).trim()).toMatch(/^10\.77\.0\.0\/24 dev br0 [^\n]*$/)
    expect((await inside('ip', '-6', 'route', 'show', 'default')).trim()).toBe('')
    expect((await inside('ls', '/sys/class/net')).split('\n').sort()).toEqual([
      'br0',
      'lo',
      'site0',
      'tap0',
      'tap1',
    ])
    await lab.down()
  })

  it('stands beside another lab, and neither is the other', async () => {
    const [one, other] = await Promise.all([openLab(machines), openLab(machines)])
    await one.down()
    expect(await namespaces()).toContain(other.name)
    expect(other.swept).toEqual([])
    await other.down()
  })

  it('dies with its program: no machine survives a kill -9, and the next start removes the rest', async () => {
    const holder = hold('stay')
    const name = await firstLine(holder)
    const living = await openLab([])
    expect(await processesOf(name)).not.toBe('')
    holder.kill('SIGKILL')
    await holder
    await expect.poll(() => processesOf(name), { timeout: 10_000 }).toBe('')
    expect(await namespaces()).toContain(name)

    const next = await openLab([])
    expect(next.swept).toEqual([name])
    const left = await namespaces()
    expect(left).not.toContain(name)
    expect(left).toContain(living.name)
    expect(existsSync(folderOf(name))).toBe(false)
    await Promise.all([living.down(), next.down()])
  })

  it('removes itself when its program just exits', async () => {
    const { stdout: name } = await hold('exit')
    expect(name).toMatch(/^firstlight-lab-/)
    expect(await namespaces()).not.toContain(name)
    expect(existsSync(folderOf(name))).toBe(false)
    await expect.poll(() => processesOf(name), { timeout: 10_000 }).toBe('')
  })
})

describe('the probe for KVM', () => {
  it('sees either firmware start, here under emulation', async () => {
    const starts = firmwareStarts((await findUefi(process.env))?.code, 60_000)
    expect(await Promise.all([starts('bios', 'tcg'), starts('uefi', 'tcg')])).toEqual([true, true])
  })

  it('sees when it does not', async () => {
    expect(await firmwareStarts('/nowhere/code.fd', 5000)('uefi', 'tcg')).toBe(false)
  })
})

const firstLine = async (child: ReturnType<typeof hold>): Promise<string> => {
  const { value, done } = await child.iterable()[Symbol.asyncIterator]().next()
  if (done) throw new Error(`the holder ended: ${(await child).stderr}`)
  return String(value)
}
