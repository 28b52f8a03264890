/** What it costs to look: the built screen over a run in full swing, beside the same run unwatched. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Bench, type Benchmark, figure, line, skipped } from '../harness/benchmark.ts'
import { repeat, type Sample } from '../harness/measure.ts'
import { nodeCommand, start } from '../harness/process.ts'

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'bench', 'screen.ts')

export const screen: Benchmark = {
  name: 'screen',
  run: async bench => {
    if (!existsSync(join(root, 'dist', 'ui')))
      return [skipped('Screen', 'dist is not built; npm run build builds it')]
    const machines = bench.smoke ? 5 : 200
    const sample = await repeat(Math.min(bench.rounds, 3), () => watch(bench, machines))
    const [cpu, alone] = [figure(sample, 'cpu'), figure(sample, 'alone')]
    return [
      line({
        what: `Screen, ${machines} machines at 10 changes/s`,
        firstlight: `${cpu.toFixed(2)} CPU s/s, ${Math.round(figure(sample, 'bytes') / 1000)} kB/s in ${figure(sample, 'writes').toFixed(0)} writes/s`,
        beside: `unwatched ${alone.toFixed(2)} CPU s/s`,
        bar: '≤ 0.25 CPU s/s',
        met: cpu <= 0.25,
      }),
    ]
  },
}

/** In the build of React that users have. */
const watch = async ({ smoke }: Bench, machines: number): Promise<Sample> => {
  const env = { NODE_ENV: 'production' }
  const command = nodeCommand(program, String(machines), smoke ? '1' : '5')
  await using watched = start(command, { env })
  return JSON.parse(await watched.line(/^\{/)) as Sample
}
