/** The site of `firstlight demo`, written as the demo writes it and rendered by Nix. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoMachines } from '../../src/cli/program.ts'
import { renderAfresh, siteText } from '../../src/engine/nix/render.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { loadPlan } from '../../src/engine/site/load.ts'
import { createFleet } from '../../src/lab/simulated/fleet.ts'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Where the program looks for it. */
export const keptFolder = `${root}/nix/rendered`

export const demoDocument = async (machines = demoMachines): Promise<unknown> => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-site-'))
  try {
    const fleet = await createFleet({ folder, count: machines })
    if (!fleet.ok) throw new Error(fleet.fault.message)
    const loaded = await loadPlan({ world: createWorld(), source: fleet.value.sitePath })
    if (!loaded.ok) throw new Error(loaded.faults[0]?.message)
    return loaded.document
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What is to be kept, and under which name. */
export const renderDemo = async (): Promise<{ readonly file: string; readonly text: string }> => {
  const world = createWorld()
  const document = await demoDocument()
  const places = { library: `${root}/nix/lib`, kept: '', cache: '' }
  const site = siteText(document)
  const made = await renderAfresh({ world, document, source: 'demo', ...places }, site)
  if (!made.ok) throw new Error(made.fault.message)
  return { file: `${world.hash(site)}.json`, text: `${JSON.stringify(made.value, null, 1)}\n` }
}
