/** The evening the pictures show: a small rack, one of whose disks is not blank. */
import type { Device } from '../../test/terminal/device.ts'

export interface Scene {
  readonly name: string
  readonly title: string
  /** From the scene before to this one. */
  act(device: Device): Promise<void>
}

export const scenes: readonly Scene[] = [
  {
    name: 'run',
    title: 'Six machines on their way: network boot, disko, install, reboot, health',
    act: async ({ see }) =>
      see(screen => screen.includes('1 held') && (screen.match(/MB of \d+ MB, \d+/g) ?? []).length > 2),
  },
  {
    name: 'confirm',
    title: 'A disk that is not blank is only erased when its machine is named by hand',
    act: async ({ press, see }) => {
      await see('1 held')
      press('w')
      await see('Type machine2')
      press('Tab')
      await see(screen => !screen.includes('(Tab goes here)'))
      press('machine')
      await see('to erase: machine')
    },
  },
  {
    name: 'machine',
    title: 'One machine: every phase it went through, and how long it took',
    act: async ({ press, see }) => {
      press('2')
      await see(/machine2 +✓/)
      press('Enter')
      await see('6 of 6 done')
      press(':', 'machine machine3')
      await see(': machine machine3')
      press('Enter')
      await see('installed and verified')
    },
  },
  {
    name: 'trace',
    title: 'Every exchange of its network boot: DHCP, TFTP, HTTP, the agent',
    act: async ({ press, see }) => {
      press('Right')
      await see('DISCOVER')
    },
  },
  {
    name: 'network',
    title: 'What each machine is given: boot script, offer, generated files',
    act: async ({ press, see }) => {
      press('4')
      await see('boot script')
    },
  },
  {
    name: 'hosts',
    title: 'The hosts of the site: what each boots, becomes, and would erase',
    act: async ({ press, see }) => {
      press('1')
      await see('6 hosts in this run')
    },
  },
  {
    name: 'plan',
    title: 'The plan: which machines, in which order, and exactly which disks',
    act: async ({ press, see }) => {
      press('2')
      await see(screen => screen.includes('6 machines of lab') && !screen.includes('o sort'))
    },
  },
  {
    name: 'end',
    title: 'What was installed, and how long each step took',
    act: async ({ press, see }) => {
      await see('6 of 6 done')
      press('6')
      await see('RESULT')
    },
  },
]
