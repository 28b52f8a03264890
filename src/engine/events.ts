/**
 * Every fact of a run, as one stream: the journal holds it, `--json` prints it, the snapshot is a fold of it.
 * Facts about a machine carry `host`. No token, key or password is ever part of one.
 */
import type { Declined } from './boot.ts'
import type { Fault } from './errors.ts'
import type { JourneyFact } from './journey.ts'

export type RunEvent = { readonly at: number } & Fact

export type Fact = HostFact | RunFact

export type HostFact = { readonly host: string } & (JourneyFact | MachineFact)

/** What is worth knowing of a machine and moves no journey. */
export type MachineFact =
  | Exchanged
  | { readonly type: 'logged'; readonly source: LogSource; readonly line: string }
  /** The agent's heartbeat. */
  | { readonly type: 'heard' }
  /** Our address server gave it this address. */
  | { readonly type: 'leased'; readonly address: string }
  /** The public key its new system will present: by it the machine is known again, whatever happens to us. */
  | { readonly type: 'hostKeyMade'; readonly hostKey: string }
  | {
      readonly type: 'healthChanged'
      readonly service: string
      readonly state: ServiceState
      readonly detail: string
    }

/** One line of the boot trace: a packet or request and what we answered, with both decoded in `detail`. */
export interface Exchanged {
  readonly type: 'exchanged'
  readonly protocol: 'dhcp' | 'dhcp6' | 'tftp' | 'http' | 'agent' | 'wol'
  readonly line: string
  readonly detail: readonly string[]
}

export type LogSource = 'agent' | 'console' | 'install' | 'health'

export type ServiceState = 'waiting' | 'starting' | 'healthy' | 'failing'

export interface Participant {
  readonly name: string
  readonly macs: readonly string[]
  readonly wave: number
}

export type RunFact =
  | {
      readonly type: 'runStarted'
      readonly site: string
      readonly version: string
      readonly hosts: readonly Participant[]
      /** How to ask for the same run again; absent where it cannot be, as for a demo. */
      readonly asked?: Asked
      /** Its private folder: gone at its end, left behind only by a crash. */
      readonly folder?: string
    }
  /** Machines that take part from here on: nobody knew of them when the run began. */
  | { readonly type: 'joined'; readonly hosts: readonly Participant[] }
  | {
      readonly type: 'serving'
      readonly address: string
      readonly mode: 'proxy' | 'server'
      readonly sockets: readonly string[]
    }
  | {
      readonly type: 'building'
      readonly what: string
      readonly done: number
      readonly expected: number
      readonly bytes: number
      readonly ofBytes: number
    }
  | { readonly type: 'built'; readonly what: string; readonly path: string }
  | { readonly type: 'buildFailed'; readonly what: string; readonly fault: Fault }
  /** A machine asked to boot that we do not serve. */
  | {
      readonly type: 'discovered'
      readonly mac: string
      readonly uuid: string | null
      readonly firmware: string
      readonly why: Declined
      readonly via: string
    }
  | { readonly type: 'warned'; readonly fault: Fault }
  | { readonly type: 'stopping'; readonly why: string }
  | ({ readonly type: 'settled' } & Settled)

/** The command line of a run, without the words given in it: nothing is erased twice on one word. */
export interface Asked {
  readonly cwd: string
  readonly flags: Readonly<Record<string, string | number | boolean | readonly string[]>>
}

export interface Settled {
  readonly installed: number
  readonly skipped: number
  readonly failed: number
  readonly aborted: number
  readonly seconds: number
  readonly journal: string | null
}
