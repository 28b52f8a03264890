/** How long the built program takes to say anything, and to draw its first screen. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Benchmark, figure, line, skipped } from '../harness/benchmark.ts'
import { interleave, type Sample } from '../harness/measure.ts'
import { start } from '../harness/process.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'main.js')

export const startUp: Benchmark = {
  name: 'start',
  run: async ({ rounds, smoke, folder }) => {
    if (!existsSync(main)) return [skipped('Start', 'dist is not built; npm run build builds it')]
    const first = await firstFrame(folder)
    const { help, bare, frame } = await interleave(smoke ? 1 : rounds * 3, {
      frame: () => firstFrame(folder),
      help: () => timed(main, '--help'),
      bare: () => timed('-e', '0'),
    })
    const [ours, node, shown] = [figure(help, 'ms'), figure(bare, 'ms'), figure(frame, 'ms')]
    return [
      line({
        what: 'Start, --help',
        firstlight: `${ours.toFixed(0)} ms`,
        beside: `node alone ${node.toFixed(0)} ms`,
        bar: '≤ 150 ms',
        met: ours <= 150,
      }),
      line({
        what: 'Start, first frame',
        firstlight: `${shown.toFixed(0)} ms; the very first time ${figure(first, 'ms').toFixed(0)} ms`,
        beside: `node alone ${node.toFixed(0)} ms`,
        bar: '≤ 400 ms',
        met: shown <= 400,
      }),
    ]
  },
}

const timed = async (...args: readonly string[]): Promise<Sample> => {
  const began = performance.now()
  await start([process.execPath, ...args]).output()
  return { ms: performance.now() - began }
}

/** On a terminal, in a folder without a site: until the whole screen stands there. */
const firstFrame = async (folder: string): Promise<Sample> => {
  const began = performance.now()
  const screen = `stty rows 40 cols 120; exec '${process.execPath}' '${main}'`
  await using program = start(['script', '-qfec', screen, '/dev/null'], {
    cwd: folder,
    env: { TERM: 'xterm-256color', XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder },
  })
  await program.line(/Three ways on/)
  return { ms: performance.now() - began }
}
