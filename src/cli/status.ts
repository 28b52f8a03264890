/** `firstlight status`: each machine found and looked at, once or again and again. Nothing is changed by it. */
import type { Host } from '../engine/plan.ts'
import { printable } from '../engine/site/path.ts'
import { askStatus, type HostStatus } from '../engine/work/status.ts'
import { type Context, exitCodes } from './context.ts'
import { type Installed, openInstalled, type RecordsFlag } from './installed.ts'
import type { StatusFlags } from './program.ts'

export const status = async (flags: StatusFlags & RecordsFlag, context: Context): Promise<number> => {
  const opened = await openInstalled(flags, context)
  if (!opened.ok) return opened.code
  const stopped = new AbortController()
  const unhear = context.onSignal(() => stopped.abort())
  try {
    if (flags.watch) await watch(opened.value, flags, context, stopped.signal)
    else show(await lookAll(opened.value, stopped.signal), flags, context)
  } finally {
    unhear()
  }
  return stopped.signal.aborted ? exitCodes.interrupted : exitCodes.well
}

const lookAll = ({ hosts, asking }: Installed, signal: AbortSignal): Promise<readonly HostStatus[]> =>
  Promise.all(hosts.map(host => askStatus(host, { ...asking, signal })))

const show = (all: readonly HostStatus[], { json }: StatusFlags, { out }: Context): void => {
  if (json) for (const one of all) out(JSON.stringify({ type: 'status', ...one }))
  else for (const line of table(all)) out(printable(line))
}

/** Every host by itself: one that does not answer keeps nobody waiting. A line whenever one changes. */
const watch = async (
  { hosts, asking }: Installed,
  flags: StatusFlags,
  context: Context,
  signal: AbortSignal,
): Promise<void> => {
  const { clock } = context.world
  const follow = async (host: Host): Promise<void> => {
    let last: HostStatus | undefined
    while (!signal.aborted) {
      const asked = await askStatus(host, { ...asking, signal })
      if (signal.aborted) return
      const now = { ...asked, since: asked.since ?? sinceOf(last, asked, clock.now()) }
      if (!isSame(last, now)) tellChange(now, clock.now(), flags, context)
      last = now
      await clock.sleep(between, signal)
    }
  }
  await Promise.all(hosts.map(follow))
}

const between = 2000

/** A first look tells what is, not since when. */
const sinceOf = (last: HostStatus | undefined, now: HostStatus, at: number): number | null => {
  if (last === undefined) return null
  return last.state === now.state ? last.since : at
}

const isSame = (last: HostStatus | undefined, now: HostStatus): boolean =>
  last?.state === now.state && last.address === now.address && last.detail === now.detail

const tellChange = (now: HostStatus, at: number, { json }: StatusFlags, { out }: Context): void => {
  const { host, state, address, detail } = now
  if (json) out(JSON.stringify({ at, type: 'status', ...now }))
  else
    out(
      printable(
        `${clockTime(at)} ${host.padEnd(12)} ${stateNames[state].padEnd(11)} ${(address ?? '-').padEnd(15)} ${detail}`,
      ),
    )
}

const clockTime = (at: number): string => new Date(at).toISOString().slice(11, 19)

const heads = ['HOST', 'STATE', 'ADDRESS', 'KNOWN FROM', 'SINCE', 'HOW WE KNOW'] as const

const table = (all: readonly HostStatus[]): readonly string[] => {
  const rows = [heads, ...all.map(rowOf)]
  const widths = heads.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const rowOf = ({ host, state, address, sources, since, detail }: HostStatus): readonly string[] => [
  ...[host, stateNames[state], address ?? '-', sources.map(source => sourceNames[source]).join(', ') || '-'],
  since === null ? '-' : `${new Date(since).toISOString().slice(0, 16).replace('T', ' ')}Z`,
  detail,
]

export const stateNames = {
  ...{ off: 'off', unknown: 'unknown', installer: 'installer', foreign: 'foreign' },
  ...{ installed: 'installed', current: 'current', outdated: 'out of date' },
} as const satisfies Record<HostStatus['state'], string>

const sourceNames = {
  ...{ site: 'site', record: 'records', agent: 'agent', lease: 'lease', neighbour: 'neighbours' },
} as const satisfies Record<HostStatus['sources'][number], string>
