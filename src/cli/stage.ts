/** What a run stands on: a site that was read, the flags it was read with, and what goes on beside it. */
import { type Fault, fail, type Result, succeed } from '../engine/errors.ts'
import type { Engine } from '../engine/index.ts'
import type { Read } from '../engine/site/load.ts'
import type { Context } from './context.ts'
import { type Launch, type LaunchFlags, launch, type Prepared, prepare } from './launch.ts'

export interface Stage {
  readonly read: Read
  readonly flags: Omit<LaunchFlags, 'attended'>
  /** Once the servers are open: the demo's machines are switched on, a rehearsal's consoles are heard. */
  opened(engine: Engine): Promise<void>
  close(): Promise<void>
}

export const siteStage = (
  read: Read,
  flags: Stage['flags'],
  { onConsole }: Partial<Context> = {},
): Stage => ({
  ...{ read, flags },
  opened: async engine => onConsole?.(engine.hear),
  close: async () => {},
})

/** With nobody at a screen. */
export const launchStage = ({ read, flags }: Stage, context: Context): Promise<Result<Launch>> =>
  launch(read.plan, { ...flags, attended: false }, context)

export const prepareStage = ({ read, flags }: Stage, context: Context): Promise<Result<Prepared>> =>
  prepare(read.plan, { ...flags, attended: true }, context)

/** The hosts named by flags must be the site's. */
export const knownHosts = ({ read, flags }: Stage): Result<void> => {
  const names = read.plan.hosts.map(({ name }) => name)
  const unknown = [...(flags.host ?? []), ...(flags.wipe ?? [])].find(name => !names.includes(name))
  return unknown === undefined ? succeed(undefined) : fail(noSuchHost(unknown, names))
}

const noSuchHost = (name: string, names: readonly string[]): Fault => ({
  code: 'no-such-host',
  message: `the site has no host "${name}"`,
  place: '--host, --wipe',
  remedy: `It has ${names.join(', ')}`,
})
