/** One system after the build: it stays in Nix's store, and a link in the folder keeps it there. */
import { fail, type Result, succeed } from '../errors.ts'
import { missingOutput } from '../faults/nix.ts'
import { closureOf, keep } from '../nix/store.ts'
import type { SystemOutputs } from '../nix/systems.ts'
import type { Bench } from './finish-image.ts'
import type { SystemEntry } from './manifest.ts'
import { imageName } from './names.ts'
import type { SystemOutcome } from './terms.ts'
import { partsOfSystem } from './wanted.ts'

export const finishSystem = async (bench: Bench, name: string): Promise<SystemOutcome> => {
  const found = bench.wanted.systems.get(name) ?? fail(missingOutput(bench.flake, name))
  const result = found.ok ? await systemOf(bench, name, found.value) : found
  bench.tell(
    result.ok
      ? { type: 'built', what: name, path: result.value.toplevel }
      : { type: 'buildFailed', what: name, fault: result.fault },
  )
  return { name, result }
}

const systemOf = async (bench: Bench, name: string, outputs: SystemOutputs): Promise<Result<SystemEntry>> => {
  const { fault } = await bench.outcome.of(partsOfSystem(outputs), name, bench.flake)
  return fault === undefined ? record(bench, name, outputs) : fail(fault)
}

const record = async (
  bench: Bench,
  name: string,
  { toplevel, diskoScript, erases }: SystemOutputs,
): Promise<Result<SystemEntry>> => {
  const { folder, ledger, world } = bench
  await keep(bench, `${folder}/systems/${imageName(name)}`, [toplevel.out, diskoScript.out])
  const closure = await closureOf(bench, toplevel.out)
  const entry = {
    ...{ toplevel: toplevel.out, diskoScript: diskoScript.out },
    erases: erases && [...erases],
    closure: closure && Object.fromEntries(closure),
    builtAt: new Date(world.clock.now()).toISOString(),
  }
  const entered = await ledger.enterSystem(name, entry)
  return entered.ok ? succeed(entry) : entered
}
