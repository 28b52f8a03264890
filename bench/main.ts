/**
 * Every benchmark, or those named: `npm run bench [-- NAME…]`. All of them write `results.md`; some only print.
 * `--smoke` runs each one small and once, to show that it runs. `--rounds N` is how often each is repeated.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Benchmark, type Line, skipped } from './harness/benchmark.ts'
import { asText, writeReport } from './harness/report.ts'
import { demo } from './rows/demo.ts'
import { dhcp } from './rows/dhcp.ts'
import { http } from './rows/http.ts'
import { overhead } from './rows/overhead.ts'
import { screen } from './rows/screen.ts'
import { ssh } from './rows/ssh.ts'
import { startUp } from './rows/start.ts'
import { storm } from './rows/storm.ts'
import { tftp } from './rows/tftp.ts'

const all: readonly Benchmark[] = [dhcp, tftp, http, ssh, storm, demo, overhead, screen, startUp]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { smoke: { type: 'boolean', default: false }, rounds: { type: 'string', default: '5' } },
})
const { smoke } = values
const rounds = smoke ? 1 : Number(values.rounds)
const names = all.map(({ name }) => name)
const unknown = positionals.filter(name => !names.includes(name))
if (unknown.length > 0) {
  console.error(`no benchmark is called ${unknown.join(', ')}; there are ${names.join(', ')}`)
  process.exit(2)
}

/** One that cannot be run does not cost the others their figures. */
const measure = async ({ run, name }: Benchmark): Promise<readonly Line[]> => {
  const folder = mkdtempSync(join(tmpdir(), `firstlight-bench-${name}-`))
  try {
    return await run({ smoke, rounds, folder })
  } catch (error) {
    console.error(error)
    process.exitCode = 1
    return [skipped(name, 'it broke off')]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const loadBefore = loadavg()
const lines: Line[] = []
for (const benchmark of all) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue
  const measured = (await measure(benchmark)).map(line => (smoke ? { ...line, met: null } : line))
  for (const line of measured) console.log(asText(line))
  lines.push(...measured)
}
const whole = positionals.length === 0 && !smoke
if (whole) writeReport(join(import.meta.dirname, 'results.md'), lines, { loadBefore, rounds })
