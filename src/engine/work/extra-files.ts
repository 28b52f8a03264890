/**
 * What is copied onto the new system besides its closure: its SSH host key, so that it is known before it
 * first answers, and the site's secrets. By path only, in the run's private folder, never through the store.
 */
import { fail, type Result, succeed } from '../errors.ts'
import type { Host } from '../plan.ts'
import type { World } from '../world.ts'
import { makeKey, publicHalf } from './keys.ts'
import type { Bench } from './task.ts'

export interface ExtraFiles {
  readonly folder: string
  /** What the installed system will present, in OpenSSH form. */
  readonly hostKey: string
}

const hostKeyPath = 'etc/ssh/ssh_host_ed25519_key'

export const prepareExtraFiles = async (
  host: Host,
  attempt: number,
  bench: Bench,
): Promise<Result<ExtraFiles>> => {
  const { world } = bench
  const folder = `${bench.folder}/${host.name}-${attempt}`
  for (const secret of host.secrets) {
    const copied = await world.files.copy(
      fromRoot(bench.plan.root, secret.from),
      `${folder}/${secret.to}`,
      secret.mode,
    )
    if (!copied.ok) return fail({ ...copied.fault, place: `hosts.${host.name}.secrets` })
  }
  const hostKey = await hostKeyIn(folder, world)
  return hostKey.ok ? succeed({ folder, hostKey: hostKey.value }) : hostKey
}

/** The operator's own host key when a secret brought one, else a new one. */
const hostKeyIn = async (folder: string, world: World): Promise<Result<string>> => {
  const path = `${folder}/${hostKeyPath}`
  if (await world.files.exists(path)) return publicHalf(world, path)
  const made = await makeKey(world, path, 'firstlight')
  return made.ok ? succeed(made.value.publicKey) : made
}

const fromRoot = (root: string, path: string): string => (path.startsWith('/') ? path : `${root}/${path}`)
