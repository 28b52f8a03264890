/** What the program itself adds: from the moment a machine is ready for the next step to that step's beginning. */
import type { RunEvent } from '../../src/engine/index.ts'
import type { Run } from './engine-run.ts'

type Type = RunEvent['type']

/** A step's last fact, and the first one after it that shows the next step begun. */
const steps: readonly (readonly [what: string, from: Type, to: Type])[] = [
  ['its turn → first magic packet', 'started', 'woke'],
  ['phoned home → disks guarded', 'phonedHome', 'guarded'],
  ['guarded → nixos-anywhere speaks', 'guarded', 'logged'],
  ['nixos-anywhere over → seen to restart', 'installed', 'wentAway'],
  ['answers again → verified', 'returned', 'verified'],
]

/** Seconds each host took between the two; hosts that did not come that far are left out. */
const between = (events: readonly RunEvent[], hosts: readonly string[], from: Type, to: Type): number[] =>
  hosts.flatMap(host => {
    const own = events.filter(event => 'host' in event && event.host === host)
    const begin = own.findIndex(event => event.type === from)
    const end = own.slice(begin + 1).find(event => event.type === to)
    const start = own[begin]
    return start && end ? [(end.at - start.at) / 1000] : []
  })

/** `noticed`: seconds from a machine's own word on its console to ours, told by whoever watches consoles. */
export const overheadTable = (run: Run, hosts: readonly string[], noticed: readonly number[]): string => {
  const rows = steps.map(([what, from, to]) => [what, between(run.events, hosts, from, to)] as const)
  return [
    `${'what the program adds, in seconds'.padEnd(44)}least  median  most`,
    ...[...rows, ['system says ready → seen to be back', noticed] as const].map(row),
  ].join('\n')
}

const row = ([what, seconds]: readonly [string, readonly number[]]): string => {
  const sorted = seconds.toSorted((a, b) => a - b)
  const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  return what.padEnd(42) + shown.map(value => (value?.toFixed(2) ?? '-').padStart(7)).join(' ')
}
