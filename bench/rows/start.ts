/** How long the built program takes to say anything. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, figure, line, skipped } from '../harness/benchmark.ts'
import { interleave, type Sample } from '../harness/measure.ts'
import { start } from '../harness/process.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

export const startUp: Benchmark = {
  name: 'start',
  run: async ({ rounds, smoke }) => {
    if (!existsSync(main)) return [skipped('Start', 'dist is not built; npm run build builds it')]
    const { help, bare } = await interleave(smoke ? 1 : rounds * 3, {
      help: () => timed(main, '--help'),
      bare: () => timed('-e', '0'),
    })
    const [ours, node] = [figure(help, 'ms'), figure(bare, 'ms')]
    return [
      line({
        what: 'Start, --help',
        firstlight: `${ours.toFixed(0)} ms`,
        beside: `node alone ${node.toFixed(0)} ms`,
        bar: '≤ 150 ms',
        met: ours <= 150,
      }),
    ]
  },
}

const timed = async (...args: readonly string[]): Promise<Sample> => {
  const began = performance.now()
  await start([process.execPath, ...args]).output()
  return { ms: performance.now() - began }
}
