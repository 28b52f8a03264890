/** A cable has two different ends, each an interface of a host, each used once. */
import type { Fault } from '../../errors.ts'
import { unknownName } from '../../faults/site.ts'
import { linkEndTwice, linkIncomplete, linkToSelf } from '../../faults/site-network.ts'
import type { Path } from '../path.ts'
import { type Check, named, repeats, type Survey } from '../survey.ts'

interface End {
  readonly path: Path
  readonly text: string
}

export const links: Check = survey => {
  const all = (survey.site.links ?? []).map((link, index) => ({ link, index }))
  const ends = all.flatMap(({ link, index }): End[] =>
    (['a', 'b'] as const).flatMap(side => {
      const text = link[side]
      return text ? [{ path: ['links', index, side], text }] : []
    }),
  )
  return [
    ...all.flatMap(({ link, index }) => alone(survey, index, link.a, link.b)),
    ...ends.flatMap(end => host(survey, end)),
    ...twice(survey, ends),
  ]
}

const alone = (
  { at }: Survey,
  index: number,
  a: string | null | undefined,
  b: string | null | undefined,
): Fault[] => {
  if (!a || !b) return [linkIncomplete(at('links', index))]
  return a === b ? [linkToSelf(at('links', index), a)] : []
}

const host = ({ site, at }: Survey, { path, text }: End): Fault[] => {
  const name = text.replace(/\..*$/, '')
  if (named(site.hosts, name) !== undefined) return []
  return [unknownName(at(...path), 'host', name, Object.keys(site.hosts ?? {}), `hosts.${name}`)]
}

const twice = ({ at }: Survey, ends: readonly End[]): Fault[] =>
  repeats(ends, ({ text }) => text)
    .filter(({ item, first }) => item.path[1] !== first.path[1])
    .map(({ item, first }) => linkEndTwice(at(...item.path), item.text, at(...first.path)))
