/**
 * How long the engine itself takes from "ready" to the next step, read from the journal of a whole run whose rack is
 * another process: where nobody but the engine stands between two facts.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../../src/engine/index.ts'
import { type Bench, type Benchmark, figure, line, skipped } from '../harness/benchmark.ts'
import { endOf, journalBelow } from '../harness/journal.ts'
import { quantile, repeat, type Sample } from '../harness/measure.ts'
import { start } from '../harness/process.ts'
import { startRack } from '../storm/rack.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

export const overhead: Benchmark = {
  name: 'overhead',
  run: async bench => {
    if (!existsSync(main)) return [skipped('Engine overhead', 'dist is not built; npm run build builds it')]
    const sample = await repeat(bench.rounds, () => run(bench))
    const [steps, p50, p99] = [figure(sample, 'steps'), figure(sample, 'p50'), figure(sample, 'p99')]
    return [
      line({
        what: 'Engine, from ready to the next step',
        firstlight: `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms of ${steps} steps`,
        bar: 'p99 ≤ 20 ms',
        met: p99 <= 20,
      }),
    ]
  },
}

const run = async (bench: Bench): Promise<Sample> => {
  const machines = bench.smoke ? 2 : 40
  await using rack = await startRack(bench.folder, machines, bench.smoke ? 1 : 4)
  const { folder, sitePath, artifactsPath, programsPath, sshKeyPath, nixosAnywhere } = rack
  const installer = join(folder, 'nixos-anywhere')
  writeFileSync(installer, `#!/bin/sh\nexec ${nixosAnywhere.map(quoted).join(' ')} "$@"\n`, { mode: 0o755 })
  const state = join(folder, 'state')
  await using program = start(
    [
      ...([process.execPath, main, 'run', '--plain', '--site', sitePath] as const),
      ...['--artifacts', artifactsPath, '--ipxe', programsPath, '--ssh-key', sshKeyPath],
      ...['--nixos-anywhere', installer],
    ],
    { env: { XDG_STATE_HOME: state } },
  )
  await program.output()
  const events = journalBelow(state)
  if (endOf(events).installed !== machines) throw new Error('not every machine was installed')
  return waitsIn(events)
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** Looked at → woken; and one machine's end → the start of the one that waited for it. */
const waitsIn = (events: readonly RunEvent[]): Sample => {
  const waits: number[] = []
  const probed = new Map<string, number>()
  const free: number[] = []
  for (const event of events) {
    if (event.type === 'probed') probed.set(event.host, event.at)
    const ready = event.type === 'woke' ? probed.get(event.host) : undefined
    if (ready !== undefined && 'host' in event && probed.delete(event.host)) waits.push(event.at - ready)
    if (event.type === 'becameHealthy') free.push(event.at)
    const since = event.type === 'started' ? free.shift() : undefined
    if (since !== undefined) waits.push(event.at - since)
  }
  return { steps: waits.length, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) }
}
