/** How a machine misbehaves, on command: `machine3=dies-in=copying`, `machine4=occupied-disk,packet-loss=0.1`. */
import { type Fault, fail, type Result, succeed } from '../../engine/errors.ts'

export interface Faults {
  readonly habits: ReadonlySet<Habit>
  /** Of every datagram, both ways: 0 none, 1 all. */
  readonly packetLoss: number
  /** It loses its power there, once: the next start goes through. */
  readonly diesIn: Stage | null
}

/** Each with what it looks like from outside. */
const habits = {
  'silent-wol': 'does not wake up on a magic packet',
  'ignores-offer': 'asks to boot, gets an offer, and asks again, for ever',
  duplicates: 'sends every datagram twice, and gets every datagram twice',
  'wrong-disk': 'its disk has another serial number than the site says',
  'occupied-disk': 'its disk holds a file system',
  'wrong-host-key': 'comes back from the reboot with a host key nobody gave it',
  'never-returns': 'goes down for the reboot and stays down',
  'old-system': 'comes back from the reboot with another system than was installed',
  'disko-fails': 'cannot open its disk when disko partitions it',
  'install-fails': 'cannot write its boot loader',
  unhealthy: 'its services never become healthy',
  floods: 'sends garbage and storms of DISCOVERs before it boots',
  'phones-home-twice': 'says hello a second time while it is being installed',
} as const

export type Habit = keyof typeof habits

const stages = {
  firmware: 'while it fetches its boot program',
  kernel: 'while it fetches the kernel',
  initrd: 'while it fetches the initrd',
  boot: 'while the installer starts',
  partitioning: 'while disko partitions its disk',
  copying: 'while its system is copied',
  installing: 'while nixos-install runs',
  rebooting: 'while it restarts',
} as const

export type Stage = keyof typeof stages

export const wellBehaved: Faults = { habits: new Set(), packetLoss: 0, diesIn: null }

/** What can be asked for, a line each. */
export const faultsKnown = (): readonly string[] => [
  ...Object.entries(habits).map(([name, looks]) => `${name}: ${looks}`),
  'packet-loss=0.1: loses that part of its datagrams, both ways',
  ...Object.entries(stages).map(([name, when]) => `dies-in=${name}: loses its power once, ${when}`),
]

/** Several words for one machine add up. */
export const readFaults = (
  specs: readonly string[],
  machines: readonly string[],
): Result<ReadonlyMap<string, Faults>> => {
  const faults = new Map<string, Faults>()
  for (const spec of specs) {
    const [machine, words] = split(spec)
    if (!machines.includes(machine)) return fail(noSuchMachine(spec, machine, machines))
    for (const word of words.split(',')) {
      const read = add(faults.get(machine) ?? wellBehaved, word)
      if (read === undefined) return fail(noSuchFault(spec, word))
      faults.set(machine, read)
    }
  }
  return succeed(faults)
}

const split = (spec: string): readonly [machine: string, words: string] => {
  const at = spec.indexOf('=')
  return at < 0 ? [spec, ''] : [spec.slice(0, at), spec.slice(at + 1)]
}

const add = (faults: Faults, word: string): Faults | undefined => {
  if (isHabit(word)) return { ...faults, habits: new Set([...faults.habits, word]) }
  const [, key, value = ''] = /^(packet-loss=|dies-in=|dies-)(.+)$/.exec(word) ?? []
  if (key === undefined) return undefined
  return key === 'packet-loss=' ? withLoss(faults, Number(value)) : withDeath(faults, value)
}

const isHabit = (word: string): word is Habit => Object.hasOwn(habits, word)

const withLoss = (faults: Faults, packetLoss: number): Faults | undefined =>
  packetLoss >= 0 && packetLoss <= 1 ? { ...faults, packetLoss } : undefined

const withDeath = (faults: Faults, stage: string): Faults | undefined =>
  isStage(stage) ? { ...faults, diesIn: stage } : undefined

const isStage = (word: string): word is Stage => Object.hasOwn(stages, word)

const noSuchMachine = (spec: string, machine: string, machines: readonly string[]): Fault => ({
  code: 'no-such-machine',
  message: `no simulated machine is called ${JSON.stringify(machine)}`,
  place: `fault ${JSON.stringify(spec)}`,
  remedy: `Write it as MACHINE=FAULT; the machines are ${machines[0]} to ${machines.at(-1)}`,
})

const noSuchFault = (spec: string, word: string): Fault => ({
  code: 'no-such-fault',
  message: `${JSON.stringify(word)} is not a way a simulated machine can misbehave`,
  place: `fault ${JSON.stringify(spec)}`,
  remedy: `Choose of ${faultsKnown()
    .map(line => line.replace(/:.*/, ''))
    .join(', ')}`,
})
