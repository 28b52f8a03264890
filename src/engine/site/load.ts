/** From what the operator names to a plan, or to everything that is wrong with it at once. */
import type { Fault } from '../errors.ts'
import { isAbsence, noMachines } from '../faults/site.ts'
import { unknownShape } from '../faults/site-source.ts'
import type { Plan } from '../plan.ts'
import { checks, doubts } from './checks/index.ts'
import { isHarmless } from './fit.ts'
import { type Flagged, flagText, type SiteFlags, withFlags } from './flags.ts'
import { faultOf } from './misfits.ts'
import { normalise } from './normalise.ts'
import { type Path, pathText } from './path.ts'
import { type Document, readDocument } from './read.ts'
import { shaped, shapeOf } from './shapes.ts'
import { findSource, type Outside, type Source } from './source.ts'
import { type Check, isManaged, type Survey, surveyOf } from './survey.ts'

export type { SiteFlags } from './flags.ts'

export interface LoadOptions {
  readonly world: Outside
  /** What `--site` says: a file, a folder, a flake reference. The current folder unless said. */
  readonly source?: string | undefined
  readonly flags?: SiteFlags | undefined
}

/** Like a `Result`, with all faults, and with what is odd but stops nothing. */
export type Loaded = Read | Refused

export interface Read {
  readonly ok: true
  readonly plan: Plan
  readonly warnings: readonly Fault[]
  /** Everything the file says, unknown keys included, for whoever renders it. */
  readonly document: unknown
}

export interface Refused {
  readonly ok: false
  /** What was tried: the place of a fault that is nowhere in it. */
  readonly source: string
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

export const loadPlan = async ({ world, source, flags = {} }: LoadOptions): Promise<Loaded> => {
  const named = source ?? flags.hosts ?? '.'
  const found = await findSource(world, named)
  if (!found.ok) return refused(named, [found.fault])
  const document = await readDocument(world, found.value)
  return document.ok
    ? planOf(found.value, document.value, flags)
    : refused(found.value.name, [document.fault])
}

const refused = (source: string, faults: readonly Fault[], warnings: readonly Fault[] = []): Refused => ({
  ok: false,
  source,
  faults,
  warnings,
})

/** Pure from here on. */
export const planOf = (source: Source, { value, repeated }: Document, flags: SiteFlags): Loaded => {
  const shape = shapeOf(value)
  if (shape === undefined) return refused(source.name, [...repeated, unknownShape(source.name)])
  const flagged = withFlags(shaped(value, shape), flags)
  const survey = surveyOf(flagged.shaped.site, placeIn(source, flagged))
  const misfits = misfitsOf(source, flagged)
  const faults = [...repeated, ...misfits.faults, ...newOnes(survey, checks, misfits.faults)]
  const warnings = [...source.warnings, ...misfits.warnings, ...doubtsAbout(source, survey)]
  if (faults.length > 0) return refused(source.name, faults, warnings)
  const { root, base, name } = source
  const { flake, installer } = flagged
  return {
    ok: true,
    plan: normalise(survey, { source: name, root, base, flake, installer }),
    warnings,
    document: value,
  }
}

const placeIn =
  (source: Source, { shaped, flagOf }: Flagged) =>
  (...path: Path): string =>
    flagOf(path) ?? `${source.name}: ${shaped.written(path)}`

const misfitsOf = (source: Source, { shaped, misfits }: Flagged) => {
  const told = [
    ...shaped.misfits.map(misfit => ({ misfit, place: `${source.name}: ${pathText(misfit.path)}` })),
    ...misfits.map(misfit => ({ misfit, place: flagText(String(misfit.path[0])) })),
  ].map(({ misfit, place }) => ({ isHarmless: isHarmless(misfit), fault: faultOf(misfit, place) }))
  const having = (harmless: boolean) =>
    told.filter(one => one.isHarmless === harmless).map(({ fault }) => fault)
  return { faults: unique(having(false)), warnings: unique(having(true)) }
}

/** A value may break two rules of one form. */
const unique = (faults: readonly Fault[]): Fault[] => [
  ...new Map(faults.map(fault => [`${fault.place} ${fault.code}`, fault])).values(),
]

/** What follows from a value that was taken out is not told: what a check says of it, or that it is missing. */
const newOnes = (survey: Survey, checks: readonly Check[], known: readonly Fault[]): Fault[] =>
  checks
    .flatMap(check => check(survey))
    .filter(fault => !known.some(({ place }) => isWithin(fault.place, place) || isCause(place, fault)))

const isWithin = (place: string, outer: string): boolean =>
  place === outer || (place.startsWith(outer) && /^[.[]/.test(place.slice(outer.length)))

const isCause = (place: string, fault: Fault): boolean => isAbsence(fault) && isWithin(place, fault.place)

const doubtsAbout = ({ name }: Source, survey: Survey): Fault[] => [
  ...doubts.flatMap(check => check(survey)),
  ...(survey.hosts.some(([, host]) => isManaged(host)) ? [] : [noMachines(name)]),
]
