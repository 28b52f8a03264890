/** The built program with 200 simulated machines through the whole journey, an external installer process each. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, type Benchmark, figure, line, skipped } from '../harness/benchmark.ts'
import { endOf, journalBelow } from '../harness/journal.ts'
import { repeat, type Sample } from '../harness/measure.ts'
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
    const failed = figure(sample, 'failed')
    return [
      line({
        what: `Demo, ${machines} machines`,
        firstlight: `${seconds.toFixed(1)} s, ${failed} not installed, ${Math.round(memory / 1e6)} MB in the program itself`,
        cpu: `${(figure(sample, 'cpu') / machines).toFixed(2)} s a machine, installers included`,
        bar: '≤ 60 s, ≤ 400 MB',
        met: failed === 0 && seconds <= 60 && memory <= 400e6,
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
  const { installed } = endOf(journalBelow(state))
  return { seconds, failed: machines - installed, ...weighed.stop() }
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
