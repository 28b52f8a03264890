/** How a machine misbehaves, on command: `machine3=dies-in=copying`, `machine4=occupied-disk,packet-loss=0.1`. */
export interface Faults {
  readonly habits: ReadonlySet<Habit>
  /** Of every datagram, both ways: 0 none, 1 all. */
  readonly packetLoss: number
  /** It loses its power there, once: the next start goes through. */
  readonly diesIn: Stage | null
}

/** Each with what it looks like from outside. */
export const habits = {
  'silent-wol': 'does not wake up on a magic packet',
  'ignores-offer': 'asks to boot, gets an offer, and asks again, for ever',
  duplicates: 'sends every datagram twice',
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

export const stages = [
  'firmware',
  'kernel',
  'initrd',
  'boot',
  'partitioning',
  'copying',
  'installing',
  'rebooting',
] as const

export type Stage = (typeof stages)[number]

export const wellBehaved: Faults = { habits: new Set(), packetLoss: 0, diesIn: null }

export type FaultsRead =
  | { readonly ok: true; readonly faults: ReadonlyMap<string, Faults> }
  | { readonly ok: false; readonly message: string }

/** Several words for one machine add up. */
export const readFaults = (specs: readonly string[]): FaultsRead => {
  const faults = new Map<string, Faults>()
  for (const spec of specs) {
    const [machine, words] = split(spec)
    if (machine === '' || words === '') return wrong(`"${spec}" is not MACHINE=FAULT`)
    const read = words.split(',').reduce(add, faults.get(machine) ?? wellBehaved)
    if (read === undefined) return wrong(`"${words}" is not a fault this lab knows; it knows ${known()}`)
    faults.set(machine, read)
  }
  return { ok: true, faults }
}

const split = (spec: string): readonly [machine: string, words: string] => {
  const at = spec.indexOf('=')
  return at < 0 ? ['', ''] : [spec.slice(0, at), spec.slice(at + 1)]
}

const wrong = (message: string): FaultsRead => ({ ok: false, message })

const known = (): string =>
  [...Object.keys(habits), 'packet-loss=0.1', ...stages.map(stage => `dies-in=${stage}`)].join(', ')

const add = (faults: Faults | undefined, word: string): Faults | undefined => {
  if (faults === undefined) return undefined
  if (isHabit(word)) return { ...faults, habits: new Set([...faults.habits, word]) }
  const [, key, value] = /^(packet-loss|dies-in|dies)[=-](.+)$/.exec(word) ?? []
  if (key === undefined || value === undefined) return undefined
  return key === 'packet-loss' ? withLoss(faults, Number(value)) : withDeath(faults, value)
}

const isHabit = (word: string): word is Habit => Object.hasOwn(habits, word)

const withLoss = (faults: Faults, packetLoss: number): Faults | undefined =>
  packetLoss >= 0 && packetLoss <= 1 ? { ...faults, packetLoss } : undefined

const withDeath = (faults: Faults, value: string): Faults | undefined => {
  const diesIn = stages.find(stage => stage === value)
  return diesIn === undefined ? undefined : { ...faults, diesIn }
}
