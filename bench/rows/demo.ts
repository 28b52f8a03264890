/**
 * The built program with 200 simulated machines through the whole journey, an external installer process for each;
 * and from its journal, how long the engine itself takes from "ready" to the next step.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../../src/engine/index.ts'
import { type Bench, type Benchmark, figure, line, skipped } from '../harness/benchmark.ts'
import { quantile, repeat, type Sample } from '../harness/measure.ts'
import { start } from '../harness/process.ts'

const root = join(import.meta.dirname, '..', '..')
const main = join(root, 'dist', 'main.js')

export const demo: Benchmark = {
  name: 'demo',
  run: async bench => {
    if (!existsSync(main)) return [skipped('Demo', 'dist is not built; npm run build builds it')]
    const machines = bench.smoke ? 2 : 200
    const sample = await repeat(bench.smoke ? 1 : Math.min(bench.rounds, 3), () => run(bench, machines))
    const [seconds, memory] = [figure(sample, 'seconds'), figure(sample, 'memory')]
    const [failed, p99] = [figure(sample, 'failed'), figure(sample, 'p99')]
    return [
      line({
        what: `Demo, ${machines} machines`,
        firstlight: `${seconds.toFixed(1)} s, ${failed} not installed, ${Math.round(memory / 1e6)} MB in the program itself`,
        cpu: `${(figure(sample, 'cpu') / machines).toFixed(2)} s a machine, installers included`,
        bar: '≤ 60 s, ≤ 400 MB',
        met: failed === 0 && seconds <= 60 && memory <= 400e6,
      }),
      line({
        what: 'Engine, from ready to the next step',
        firstlight: `p50 ${figure(sample, 'p50').toFixed(0)} ms, p99 ${p99.toFixed(0)} ms of ${figure(sample, 'steps')} steps`,
        bar: 'p99 ≤ 20 ms',
        met: p99 <= 20,
      }),
    ]
  },
}

const run = async ({ folder }: Bench, machines: number): Promise<Sample> => {
  const state = join(folder, `state-${performance.now()}`)
  const began = performance.now()
  await using program = start([process.execPath, main, 'demo', '--machines', String(machines), '--plain'], {
    cwd: root,
    env: { XDG_STATE_HOME: state },
  })
  const weighed = weigh(program)
  await program.output(0, 1)
  const seconds = (performance.now() - began) / 1000
  const events = journalIn(state)
  const settled = events.find(event => event.type === 'settled')
  if (settled === undefined) throw new Error('the journal does not end as a run does')
  return { seconds, failed: machines - settled.installed, ...weighed.stop(), ...overhead(events) }
}

/** A process that ended has no weight any more: so it is weighed again and again. */
const weigh = ({ cpu, peak }: { cpu(): number; peak(): number }) => {
  const last = { cpu: 0, memory: 0 }
  const look = (): void => {
    last.cpu = Math.max(last.cpu, cpu())
    last.memory = Math.max(last.memory, peak() || 0)
  }
  const timer = setInterval(look, 250)
  return {
    stop: () => {
      clearInterval(timer)
      return last
    },
  }
}

const journalIn = (state: string): readonly RunEvent[] => {
  const [path] = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.jsonl'),
  )
  return readFileSync(join(state, path ?? ''), 'utf8')
    .trimEnd()
    .split('\n')
    .map(text => JSON.parse(text) as RunEvent)
}

/** Where nobody but the engine stands between two facts: looked at → woken, and one machine's end → another's start. */
const overhead = (events: readonly RunEvent[]): Sample => {
  const probed = new Map<string, number>()
  const waits: number[] = []
  let freeSince: number | undefined
  for (const event of events) {
    if (event.type === 'probed') probed.set(event.host, event.at)
    else if (event.type === 'woke' && probed.has(event.host)) {
      waits.push(event.at - (probed.get(event.host) ?? event.at))
      probed.delete(event.host)
    } else if (event.type === 'becameHealthy') freeSince = event.at
    else if (event.type === 'started' && freeSince !== undefined) {
      waits.push(event.at - freeSince)
      freeSince = undefined
    }
  }
  return { steps: waits.length, p50: quantile(waits, 0.5), p99: quantile(waits, 0.99) }
}
