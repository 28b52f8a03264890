/** The keys that open installed systems: the one named, else the usual ones, else the agent's. */
import { fail, type Result, succeed } from '../engine/errors.ts'
import type { OperatorKeys } from '../engine/work/task.ts'
import type { Context } from './context.ts'

const usual = ['id_ed25519', 'id_ecdsa', 'id_rsa']

export const loadOperatorKeys = async (
  { world, env, home }: Context,
  named: string | undefined,
): Promise<Result<OperatorKeys>> => {
  const agent = env.SSH_AUTH_SOCK ?? null
  if (named !== undefined) {
    const key = await world.files.readText(named.replace(/\.pub$/, ''), 64 * 1024)
    return key.ok
      ? succeed({ privateKeys: [key.value], agent })
      : fail({ ...key.fault, place: `--ssh-key ${named}` })
  }
  const found = await Promise.all(usual.map(name => world.files.readText(`${home}/.ssh/${name}`, 64 * 1024)))
  return succeed({ privateKeys: found.flatMap(key => (key.ok ? [key.value] : [])), agent })
}
