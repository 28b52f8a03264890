/** Every whole-site check, in the order their findings are told. */
import type { Check } from '../survey.ts'
import { addresses, prefixes } from './addresses.ts'
import { bgp } from './bgp.ts'
import { order } from './circles.ts'
import { identity } from './identity.ts'
import { links } from './links.ts'
import { names } from './names.ts'
import { provision } from './provision.ts'
import { references } from './references.ts'
import { secrets } from './secrets.ts'
import { vlans } from './vlans.ts'

export const checks: readonly Check[] = [
  names,
  identity,
  references,
  provision,
  addresses,
  vlans,
  links,
  bgp,
  secrets,
  order,
]

/** What is probably not meant, and stops nothing. */
export const doubts: readonly Check[] = [prefixes]
