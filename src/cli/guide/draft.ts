/** A site that is not written yet, as the plan it would be: checked by the same code as one that is. */
import { type Fault, fail, type Result, succeed } from '../../engine/errors.ts'
import { type Answers, type Standing, siteOf } from '../../engine/guide/answers.ts'
import type { Plan } from '../../engine/index.ts'
import { planOf } from '../../engine/site/load.ts'
import { type FirstMachine, type FirstSite, siteDocument } from '../../engine/site/skeleton.ts'

/** A site must have machines, and before the first is there it has none. */
const placeholder: FirstMachine = {
  ...{ name: 'machine1', macs: ['02:00:00:00:00:01'], profile: null, disk: null, network: null },
}

export const draftOf = (
  answers: Answers,
  standing: Standing,
  before: readonly FirstMachine[],
): Result<Plan> => {
  const site = siteOf(answers, standing, before)
  if (site.machines.length > 0) return planFor(site, answers.folder)
  const drafted = planFor({ ...site, machines: [placeholder] }, answers.folder)
  return drafted.ok ? succeed({ ...drafted.value, hosts: [] }) : drafted
}

const planFor = (site: FirstSite, folder: string): Result<Plan> => {
  const { format } = site
  const name = `${folder}/site.${format}`
  const source = { kind: format, name, root: folder, base: folder, warnings: [] } as const
  const loaded = planOf(source, { value: siteDocument(site), repeated: [] }, {})
  return loaded.ok ? succeed(loaded.plan) : fail(loaded.faults[0] ?? refusedSite(name))
}

export const refusedSite = (place: string): Fault => ({
  code: 'site-refused',
  message: 'the site was refused without a reason',
  place,
  remedy: 'Report this as a bug, with the answers you gave',
})
