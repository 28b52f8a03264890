/**
 * What the lab makes carries its owner's name: process id and the kernel's start time of that process, so
 * that what a crashed run left can be told from what a living one uses, even when process ids come round.
 */
import { readFile } from 'node:fs/promises'

export interface Owner {
  readonly pid: number
  /** Clock ticks from the machine's start to the process's. */
  readonly started: number
}

const prefix = 'firstlight-lab'
const pattern = /^firstlight-lab-(\d+)-(\d+)-[0-9a-f]+(-site)?$/

export const labName = (owner: Owner, random: string): string =>
  `${prefix}-${owner.pid}-${owner.started}-${random}`

/** The second namespace, where the site's own address server stands. */
export const siteName = (name: string): string => `${name}-site`

export const ownerOf = (name: string): Owner | undefined => {
  const match = pattern.exec(name)
  return match ? { pid: Number(match[1]), started: Number(match[2]) } : undefined
}

/** Undefined when there is no such process. */
export const ownerWithPid = async (pid: number): Promise<Owner | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The program's name comes second, in brackets, and may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields ? { pid, started: Number(fields[19]) } : undefined
}

export const isAlive = async (owner: Owner): Promise<boolean> =>
  (await ownerWithPid(owner.pid))?.started === owner.started
