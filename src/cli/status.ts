/** `firstlight status`: each machine found and looked at, once or again and again. Nothing is changed by it. */
import { printable } from '../engine/site/path.ts'
import { healthNow } from '../engine/work/services.ts'
import type { HostStatus } from '../engine/work/status/answer.ts'
import { askStatus } from '../engine/work/status/ask.ts'
import { sourceWords, stateWords } from '../ui/view/status.ts'
import { type Context, exitCodes } from './context.ts'
import type { StatusFlags } from './flags.ts'
import { type Installed, openInstalled, type RecordsFlag } from './installed.ts'
import { opensScreen } from './opens-screen.ts'
import { watchInstalled } from './watching.ts'

export const status = async (flags: StatusFlags & RecordsFlag, context: Context): Promise<number> => {
  const opened = await openInstalled(flags, context)
  if (!opened.ok) return opened.code
  // A screen reader is told changes as they come: lines do that.
  const isRead = context.env.INK_SCREEN_READER === 'true'
  if (flags.watch && !isRead && opensScreen(flags, context))
    return (await import('./open.ts')).openStatusScreen(opened.value, flags, context)
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

/** With the health of their services. */
export const lookAll = (
  { hosts, plan, asking }: Pick<Installed, 'hosts' | 'plan' | 'asking'>,
  signal: AbortSignal,
): Promise<readonly HostStatus[]> =>
  Promise.all(hosts.map(host => askStatus(host, { ...asking, healthOf: healthNow(plan.services), signal })))

const show = (all: readonly HostStatus[], { json }: StatusFlags, { out }: Context): void => {
  if (json) for (const one of all) out(JSON.stringify({ type: 'status', ...one }))
  else for (const line of table(all)) out(printable(line))
}

/** A line whenever one changes. */
const watch = (
  installed: Installed,
  flags: StatusFlags,
  context: Context,
  signal: AbortSignal,
): Promise<void> =>
  watchInstalled(installed, context.world, (now, at) => tellChange(now, at, flags, context)).run(signal)

const tellChange = (now: HostStatus, at: number, { json }: StatusFlags, { out }: Context): void => {
  const { host, state, address, detail } = now
  if (json) out(JSON.stringify({ at, type: 'status', ...now }))
  else
    out(
      printable(
        `${clockTime(at)} ${host.padEnd(12)} ${stateWords[state].padEnd(11)} ${(address ?? '-').padEnd(15)} ${detail}`,
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
  ...[host, stateWords[state], address ?? '-', sourceWords(sources) || '-'],
  since === null ? '-' : `${new Date(since).toISOString().slice(0, 16).replace('T', ' ')}Z`,
  detail,
]
