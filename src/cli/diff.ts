/** `firstlight diff`: what a deployment would change in the files of each machine. 0: nothing, 1: something. */

import type { DiffLine } from '../engine/diff/lines.ts'
import { explain } from '../engine/errors.ts'
import { render } from '../engine/nix/render.ts'
import { printable } from '../engine/site/path.ts'
import { diffHost, type FileDiff } from '../engine/work/diff.ts'
import { type Context, exitCodes } from './context.ts'
import type { DiffFlags } from './flags.ts'
import { openInstalled, type RecordsFlag } from './installed.ts'
import { renderer } from './renderer.ts'

export const diff = async (flags: DiffFlags & RecordsFlag, context: Context): Promise<number> => {
  const opened = await openInstalled(flags, context)
  if (!opened.ok) return opened.code
  const { hosts, asking, plan, read } = opened.value
  const all = await render({ ...renderer(context), document: read.document, source: plan.source })
  if (!all.ok) {
    context.err(explain(all.fault))
    return exitCodes.refused
  }
  const stopped = new AbortController()
  const unhear = context.onSignal(() => stopped.abort())
  const codes: number[] = []
  for (const host of hosts) {
    const files = await diffHost(host, all.value.hosts[host.name]?.files ?? {}, {
      ...asking,
      signal: stopped.signal,
    })
    if (files.ok) codes.push(show(host.name, files.value, flags, context))
    else {
      context.err(explain(files.fault))
      codes.push(exitCodes.refused)
    }
  }
  unhear()
  return Math.max(exitCodes.well, ...codes)
}

const show = (host: string, files: readonly FileDiff[], { json }: DiffFlags, { out }: Context): number => {
  const changed = files.filter(({ state }) => state !== 'same')
  if (json) out(JSON.stringify({ type: 'diff', host, files }))
  else {
    for (const file of changed) for (const line of linesOf(host, file)) out(printable(line))
    out(`${host}: ${files.length - changed.length} files the same, ${changed.length} not`)
  }
  return changed.length > 0 ? exitCodes.machineFailed : exitCodes.well
}

const linesOf = (host: string, { path, state, lines }: FileDiff): readonly string[] => [
  `${host}${path}: ${states[state]}`,
  ...lines.map(({ side, text }) => `${signs[side]} ${text}`),
]

const states: Readonly<Record<FileDiff['state'], string>> = {
  same: 'the same',
  different: 'different (- runs, + is generated)',
  missing: 'not on the machine',
  extra: 'on the machine, and not generated',
}

const signs: Readonly<Record<DiffLine['side'], string>> = { running: '-', generated: '+', both: ' ' }
