/**
 * What earlier runs left on the machines: host key, system and address, per host. This is how a host is known
 * to be ours and current, so that it is skipped and never taken for blank.
 */
import { fail, type Result, succeed } from '../errors.ts'
import type { World } from '../world.ts'

export interface MachineRecord {
  readonly hostKey: string
  readonly system: string
  readonly address: string
  readonly at: number
}

export interface Records {
  of(host: string): MachineRecord | undefined
  save(host: string, record: MachineRecord): Promise<Result<void>>
}

export const loadRecords = async ({ files }: World, path: string): Promise<Result<Records>> => {
  const known = new Map<string, MachineRecord>()
  if (await files.exists(path)) {
    const text = await files.readText(path, 16 * 1024 * 1024)
    if (!text.ok) return text
    const records = parse(text.value)
    if (records === undefined) return fail(broken(path))
    for (const [host, record] of records) known.set(host, record)
  }
  const write = (): Promise<Result<void>> =>
    files.writePrivate(path, `${JSON.stringify({ hosts: Object.fromEntries(known) }, null, 2)}\n`)
  /** Machines finish in the same moment, and there is one file: one write after the other. */
  let last: Promise<unknown> = Promise.resolve()
  return succeed({
    of: host => known.get(host),
    save: (host, record) => {
      known.set(host, record)
      const saved = last.then(write)
      last = saved
      return saved
    },
  })
}

const parse = (text: string): [string, MachineRecord][] | undefined => {
  try {
    const { hosts } = JSON.parse(text) as { hosts: Record<string, MachineRecord> }
    return Object.entries(hosts).filter(([, record]) => typeof record.hostKey === 'string')
  } catch {
    return undefined
  }
}

const broken = (path: string) => ({
  code: 'records-broken',
  message: 'the record of installed machines cannot be read',
  place: path,
  remedy:
    'Restore it, or move it away: every machine that answers is then held until you give the word for it',
})
