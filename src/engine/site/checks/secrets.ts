/** Secrets are files of the operator's, which go to a place on the machine; never out of the Nix store. */
import type { Fault } from '../../errors.ts'
import { missing, secretInStore } from '../../faults/site.ts'
import type { SiteHost } from '../schema.ts'
import type { Check } from '../survey.ts'

type Secret = NonNullable<SiteHost['secrets']>[number]

export const secrets: Check = ({ hosts, at }) =>
  hosts.flatMap(([host, { secrets }]) =>
    (secrets ?? []).flatMap((secret, index) =>
      ofSecret(secret, (...key) => at('hosts', host, 'secrets', index, ...key)),
    ),
  )

const ofSecret = ({ from, to }: Secret, place: (...key: string[]) => string): Fault[] => {
  const incomplete = (key: string, what: string) =>
    missing(place(key), 'secret-incomplete', `this secret does not say ${what}`, `Add ${key}`)
  return [
    ...(from ? [] : [incomplete('from', 'which file it is')]),
    ...(to ? [] : [incomplete('to', 'where it goes on the machine')]),
    ...(from?.startsWith('/nix/store/') ? [secretInStore(place('from'), from)] : []),
  ]
}
