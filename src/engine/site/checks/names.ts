/** Names become host names, device names, and parts of addresses and file names. */
import type { Fault } from '../../errors.ts'
import { badName, duplicate } from '../../faults/site.ts'
import type { Path } from '../path.ts'
import { type Check, deviceKinds, entriesOf, repeats, type Survey } from '../survey.ts'

interface Rule {
  readonly what: string
  readonly pattern: RegExp
  readonly remedy: string
}

const host: Rule = {
  what: 'host',
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
  remedy: 'Use letters, digits, "-" and "_", at most 63, a letter or digit first and last',
}
const device: Rule = {
  what: 'device',
  pattern: /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/,
  remedy: 'Use letters, digits, ".", "-" and "_", at most 15, not digits alone',
}
const plain = (what: string): Rule => ({
  what,
  pattern: /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9_])?$/,
  remedy: 'Use letters, digits, ".", "-" and "_", at most 63',
})

export const names: Check = survey => [
  ...wrong(survey, host, ['hosts'], survey.site.hosts),
  ...wrong(survey, plain('network'), ['networks'], survey.site.networks),
  ...wrong(survey, plain('profile'), ['profiles'], survey.site.profiles),
  ...wrong(survey, plain('service'), ['services'], survey.site.services),
  ...survey.hosts.flatMap(([name, entry]) =>
    deviceKinds.flatMap(kind => wrong(survey, device, ['hosts', name, kind], entry[kind])),
  ),
  ...alike(survey),
]

const wrong = (
  { at }: Survey,
  { what, pattern, remedy }: Rule,
  path: Path,
  record: Readonly<Record<string, unknown>> | null | undefined,
): Fault[] =>
  entriesOf(record)
    .filter(([name]) => !pattern.test(name))
    .map(([name]) => badName(at(...path, name), what, name, remedy))

/** Host names are the same in upper and lower case. */
const alike = ({ hosts, at }: Survey): Fault[] =>
  repeats(hosts, ([name]) => name.toLowerCase()).map(({ item: [name], first: [other] }) =>
    duplicate(
      at('hosts', name),
      'host name',
      name,
      at('hosts', other),
      'Give each its own name; case makes no difference',
    ),
  )
