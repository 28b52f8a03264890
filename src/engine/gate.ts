/** What the servers know of the engine: the one decision, the passes of machines that booted, and where to tell facts. */
import type { Decision, Identity } from './boot.ts'
import type { Fact } from './events.ts'
import type { Host } from './plan.ts'
import type { Source } from './world.ts'

export interface Gate {
  decide(identity: Identity): Decision
  /** A new pass for this host, for whoever comes from this address; the last one given is void. */
  issuePass(host: string, address: string): string
  /** Whose pass it is, or nothing when it is void or comes from another address. */
  passHolder(token: string, address: string): Host | undefined
  tell(fact: Fact): void
}

/** Where machines find us. */
export interface Endpoint {
  readonly address: string
  readonly netmask: string
  readonly broadcast: string
  /** `http://10.0.0.1`, with the port when it is not 80; IPv6 literals bracketed. */
  readonly url: string
  readonly tftpPort: number
}

/** Everything that may be fetched: boot programs by file name, and each host's installer once it is there. */
export interface Published {
  readonly programs: ReadonlyMap<string, Source>
  image(host: string): Promise<ImageSources | undefined>
}

export interface ImageSources {
  readonly kernel: Source
  readonly initrd: Source
  readonly init: string
  readonly params: readonly string[]
}

/** The public key an installer is to let in; the private half never leaves the engine. */
export type AuthorizedKey = string

/** A server that is up; `close` gives its socket back. */
export interface Serving {
  /** `UDP 10.0.0.1:67`, for the screen. */
  readonly sockets: readonly string[]
  close(): Promise<void>
}
