/**
 * `firstlight deploy` and `firstlight rollback`: installed machines are given another system, in the order of
 * risk, and keep it only when it is confirmed.
 */
import { explain, type Fault, type Result, succeed } from '../engine/errors.ts'
import type { Host } from '../engine/plan.ts'
import type { Deployment } from '../engine/work/deploy/deployment.ts'
import { createRollOut, type RollOut } from '../engine/work/deploy/rolling.ts'
import { declaredAddresses } from '../engine/work/deploy/session-address.ts'
import { type Context, exitCodes } from './context.ts'
import { codeOfEnds, tellRollOut } from './deploy-lines.ts'
import type { DeployFlags } from './flags.ts'
import { type Installed, installedOf, openInstalled, type RecordsFlag } from './installed.ts'
import { opensScreen } from './opens-screen.ts'
import type { Stage } from './stage.ts'

export type Action = Deployment['action']

type Flags = Omit<DeployFlags, 'nixosRebuild'> &
  RecordsFlag & { nixosRebuild?: Deployment['rebuild'] | string }

export const deploy = (flags: Flags, context: Context): Promise<number> => change('switch', flags, context)

export const rollback = (flags: Flags, context: Context): Promise<number> => {
  if ((flags.host ?? []).length > 0) return change('rollback', flags, context)
  context.err(explain(rollbackOfWhat))
  return Promise.resolve(exitCodes.badUsage)
}

const rollbackOfWhat: Fault = {
  code: 'host-needed',
  message: 'no host was named',
  place: 'firstlight rollback',
  remedy: 'Name each with --host: a roll-back is never of everything by chance',
}

const change = async (action: Action, flags: Flags, context: Context): Promise<number> => {
  const opened = await openInstalled(flags, context)
  if (!opened.ok) return opened.code
  const ready = await getReady(opened.value, action, flags, context)
  if (!ready.ok) {
    context.err(explain(ready.fault))
    return exitCodes.refused
  }
  const { rollOut, close } = ready.value
  try {
    if (opensScreen(flags, context))
      return await (await import('./open.ts')).openDeployScreen(rollOut, opened.value, flags, context)
    return await inLines(rollOut, flags, context)
  } finally {
    await close()
  }
}

/** One that has not begun. */
export interface ReadyRollOut {
  readonly rollOut: RollOut
  /** Removes what it keeps to itself. */
  close(): Promise<void>
}

/** Of these machines of a site that is open already, or of all. */
export const readyRollOut = async (
  { read, flags }: Pick<Stage, 'read' | 'flags'>,
  hosts: readonly string[] | null,
  context: Context,
): Promise<Result<ReadyRollOut>> => {
  const meant = hosts === null ? flags : { ...flags, host: [...hosts] }
  const installed = await installedOf(read, meant, context)
  return installed.ok ? getReady(installed.value, 'switch', meant, context) : installed
}

const getReady = async (
  installed: Installed,
  action: Action,
  flags: Flags,
  context: Context,
): Promise<Result<ReadyRollOut>> => {
  const { world } = context
  const folder = await world.files.privateFolder('firstlight-')
  if (!folder.ok) return folder
  const { path, remove } = folder.value
  const deployment = { ...deploymentOf(installed, action, flags, context), folder: path }
  return succeed({ rollOut: createRollOut(installed.hosts, deployment, world.clock), close: remove })
}

/** One signal: what has begun is confirmed or goes back, nothing more begins. Two: it is left to the machines. */
const inLines = async (rolling: RollOut, { json }: Flags, context: Context): Promise<number> => {
  let interrupted = false
  const unhear = context.onSignal(() => {
    if (!interrupted)
      context.err('Starting nothing more; what has begun is confirmed or goes back. Again: end now.')
    interrupted = true
    rolling.stop()
  })
  const untell = tellRollOut(rolling, json === true, context)
  try {
    rolling.begin()
    return codeOfEnds(await rolling.ended, interrupted)
  } finally {
    untell()
    unhear()
  }
}

const defaultWindow = 180

const deploymentOf = (
  { read, plan, asking }: Installed,
  action: Action,
  flags: Flags,
  context: Context,
): Omit<Deployment, 'folder' | 'signal' | 'tell'> => {
  const { nixosRebuild = 'nixos-rebuild', confirmWithin = defaultWindow, allowAddressLoss = [] } = flags
  return {
    ...{ world: context.world, plan, asking, action, window: confirmWithin, mayLose: allowAddressLoss },
    rebuild: typeof nixosRebuild === 'string' ? [nixosRebuild] : nixosRebuild,
    keyPath: flags.sshKey?.replace(/\.pub$/, '') ?? null,
    ownAddresses: ownAddresses(context.env.SSH_CONNECTION),
    declared: (host: Host) => declaredAddresses(read.document, host),
  }
}

/** Where the operator is logged in over SSH: the third word is this side's address. */
const ownAddresses = (connection: string | undefined): readonly string[] => {
  const address = connection?.split(' ')[2]
  return address === undefined ? [] : [address]
}
