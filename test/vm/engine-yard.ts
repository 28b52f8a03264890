/** Machines that are off, a site that names them, and the program beside them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab, LabMachine } from '../../src/lab/vm/lab.ts'
import type { VirtualMachine } from '../../src/lab/vm/machine.ts'
import { openWorkplace, type Run, type SiteFile, type Workplace } from './engine-run.ts'
import { openLab, ready, ssh } from './ground.ts'

export interface Yard {
  readonly lab: Lab
  readonly workplace: Workplace
  machine(name: string): LabMachine
  /** A command on the installed system, which must present the host key that this run gave it. */
  enter(run: Run, name: string, command: string): Promise<string>
  /** Of the system that answers at the machine's last address, whoever it says it is. */
  bootId(name: string): Promise<string>
  powerCycle(name: string): Promise<void>
  /** Watches consoles; then: seconds from each system's own "ready" until the run saw it back. */
  noticing(run: Run, names: readonly string[]): () => readonly number[]
  clear(): Promise<void>
}

export const openYard = async (
  machines: readonly VirtualMachine[],
  site: SiteFile,
  { addressServer }: { readonly addressServer: boolean },
): Promise<Yard> => {
  // Where it gives no addresses, somebody still announces IPv6: iPXE waits 16 s at every start on a network without.
  const own = { address: '10.77.0.2/24', address6: 'fd77::2/64', reservations: [] } as const
  const lab = await openLab(machines, { site: addressServer ? own : { ...own, pool: null } })
  const workplace = await openWorkplace(lab, site)
  const machine = (name: string): LabMachine => {
    const found = lab.machines.get(name)
    if (!found) throw new Error(`no machine ${name}`)
    return found
  }
  const addressOf = (name: string): string => {
    const said = machine(name).console.lines.findLast(line => line.includes('mini: ready '))
    return said?.split(' ').at(-1) ?? ''
  }
  return {
    ...{ lab, workplace, machine },
    enter: async (run, name, command) => {
      const known = join(workplace.folder, `${name}.known_hosts`)
      await writeFile(known, `${addressOf(name)} ${hostKeyOf(run, name)}\n`)
      return ssh(lab, addressOf(name), command, known)
    },
    bootId: name => ssh(lab, addressOf(name), 'cat /proc/sys/kernel/random/boot_id'),
    powerCycle: async name => {
      const heard = machine(name).console.lines.length
      await machine(name).power.reset()
      await ready(machine(name), 300, heard)
    },
    noticing: (run, names) => noticing(run, names, machine),
    clear: async () => {
      await lab.down()
      await workplace.clear()
    },
  }
}

const hostKeyOf = (run: Run, name: string): string => {
  const made = run.events.findLast(event => event.type === 'hostKeyMade' && event.host === name)
  return made?.type === 'hostKeyMade' ? made.hostKey : 'nobody'
}

const noticing = (run: Run, names: readonly string[], machine: (name: string) => LabMachine) => {
  const said = new Map<string, number>()
  for (const name of names)
    machine(name).console.listen(line => {
      if (line.includes('mini: ready ')) said.set(name, Date.now())
    })
  return () =>
    names.flatMap(name => {
      const back = run.events.findLast(event => event.type === 'returned' && event.host === name)
      const ready = said.get(name)
      return back && ready ? [Math.max(0, (back.at - ready) / 1000)] : []
    })
}
