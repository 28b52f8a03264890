/**
 * One shape for every failure: what is wrong, where, and what to do about it. The same text reaches the
 * screen, plain lines, JSON and the docs, so a fault is made in one place (`faults/`) and only ever shown.
 */
export interface Fault {
  /** Stable, kebab-case, documented in docs/troubleshooting.md: `duplicate-mac`, `no-offer`. */
  readonly code: string
  /** One sentence without a full stop, naming the thing and its value. */
  readonly message: string
  /** Where it is: `site.json: hosts.node1.mac`, `node1, copying`, `UDP port 67`. */
  readonly place: string
  /** What to do, in the imperative. */
  readonly remedy: string
}

/** Results and failures share one shape; nothing that can fail for reasons outside the program throws. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault }

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (fault: Fault): { readonly ok: false; readonly fault: Fault } => ({ ok: false, fault })

/** `site.json: hosts.node1.mac: "zz" is not a MAC address [bad-mac]. Write it as aa:bb:cc:dd:ee:ff.` */
export const explain = (fault: Fault): string =>
  `${fault.place}: ${fault.message} [${fault.code}]. ${fault.remedy}`

/** What an unexpected exception becomes: a bug of ours, said so, instead of a crash. */
export const bug = (error: unknown, place: string): Fault => ({
  code: 'bug',
  message: `this should not happen: ${error instanceof Error ? error.message : String(error)}`,
  place,
  remedy: 'Please report it with the journal of this run',
})
