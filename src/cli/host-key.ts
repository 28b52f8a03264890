/** `firstlight host-key`: a machine's SSH host key made before the machine is, so that secrets can be encrypted to it. */
import { explain, fail, type Result, succeed } from '../engine/errors.ts'
import { ageRecipient } from '../engine/work/age-recipient.ts'
import { makeKey, publicHalf } from '../engine/work/keys.ts'
import type { World } from '../engine/world.ts'
import { type Context, exitCodes } from './context.ts'
import type { HostKeyFlags } from './flags.ts'
import { absolute } from './new-site.ts'

const onTheMachine = '/etc/ssh/ssh_host_ed25519_key'

export const hostKey = async (
  hosts: readonly string[],
  { folder = 'secrets', json }: HostKeyFlags,
  context: Context,
): Promise<number> => {
  for (const host of hosts) {
    const made = await keyOf(host, `${folder}/${host}/ssh_host_ed25519_key`, context)
    if (!made.ok) {
      context.err(explain(made.fault))
      return exitCodes.refused
    }
    for (const line of json ? [JSON.stringify(made.value)] : linesOf(made.value)) context.out(line)
  }
  return exitCodes.well
}

interface HostKey {
  readonly host: string
  /** As the site names it: from its own folder. */
  readonly path: string
  readonly made: boolean
  readonly publicKey: string
  readonly recipient: string
}

/** One that is there is only shown: a machine may live by it. */
const keyOf = async (host: string, path: string, { world, cwd }: Context): Promise<Result<HostKey>> => {
  const file = absolute(path, cwd)
  const isThere = await world.files.exists(file)
  const made = isThere ? undefined : await makeAt(file, host, world)
  if (made?.ok === false) return made
  const publicKey = await publicHalf(world, file)
  if (!publicKey.ok) return publicKey
  const recipient = ageRecipient(publicKey.value)
  return recipient === undefined
    ? fail(notForAge(file))
    : succeed({ host, path, made: !isThere, publicKey: publicKey.value, recipient })
}

/** Made apart, and each half put there whole: what lies there is never half a key, and it is the operator's. */
const makeAt = async (file: string, host: string, { files, processes }: World): Promise<Result<void>> => {
  const apart = await files.privateFolder('firstlight-key')
  if (!apart.ok) return apart
  try {
    const made = await makeKey({ files, processes }, `${apart.value.path}/key`, host)
    if (!made.ok) return made
    const { privateKey, publicKey } = made.value
    const written = await files.writePrivate(file, privateKey)
    return written.ok ? await files.write(`${file}.pub`, `${publicKey} ${host}\n`) : written
  } finally {
    await apart.value.remove()
  }
}

const notForAge = (place: string) => ({
  code: 'not-for-age',
  message: 'this host key is not of the kind age can use (ssh-ed25519)',
  place,
  remedy: 'Make one of that kind: move this file away and run firstlight host-key again',
})

const linesOf = ({ host, path, made, publicKey, recipient }: HostKey): readonly string[] => [
  `${host}: ${made ? 'made' : 'was there already:'} ${path} (keep it out of git, or encrypted)`,
  `  age recipient  ${recipient}`,
  `  public key     ${publicKey}`,
  `  in the site    hosts.${host}.secrets = [ { from = "${path}"; to = "${onTheMachine}"; mode = "0600"; } ];`,
]
