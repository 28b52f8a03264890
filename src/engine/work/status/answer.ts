/** What came of asking a machine, address by address, and what it means altogether. */
import type { Result } from '../../errors.ts'
import type { HostState } from '../../journey.ts'
import type { AddressSource, KnownAddress } from '../addresses.ts'
import type { ServiceHealth } from '../services.ts'

export interface HostStatus {
  readonly host: string
  readonly state: HostState
  /** Where that was seen. */
  readonly address: string | null
  /** The host key a machine of ours presented. */
  readonly hostKey: string | null
  /** The system it was seen to run. */
  readonly running: string | null
  /** How this address is known. */
  readonly sources: readonly AddressSource[]
  /** How we know. */
  readonly detail: string
  /** What helps, where something is to be helped. */
  readonly remedy: string | null
  /** Its services that have checks, as they answered; empty where they were not asked. */
  readonly health: readonly ServiceHealth[]
  /** Since when it has been so, where that is known: its installation, its installer's last word. */
  readonly since: number | null
}

/** What came of trying one address. */
export type Answer =
  /** Its host key is one that we gave it; what it runs may still be unreadable. */
  | {
      readonly kind: 'ours'
      readonly running: Result<string>
      readonly hostKey: string
      readonly health: readonly ServiceHealth[]
    }
  | { readonly kind: 'lockedOut' }
  /** An installer of this or an earlier run, by the key its agent told. */
  | { readonly kind: 'installer' }
  | { readonly kind: 'stranger' }
  /** It is switched on, and nothing listens there. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'silent' }
  /** The check itself failed. */
  | { readonly kind: 'unclear'; readonly why: string }

export interface Tried extends KnownAddress {
  readonly answer: Answer
}
