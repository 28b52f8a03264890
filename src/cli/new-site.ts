/** A site's first files on their way to disk: all of them or none, and never over what somebody else wrote. */
import { type Fault, fail, type Result, succeed } from '../engine/errors.ts'
import { changedMeanwhile } from '../engine/faults/guide.ts'
import { alreadyThere, noPublicKey } from '../engine/faults/init.ts'
import type { NewFile } from '../engine/site/skeleton.ts'
import type { Files } from '../engine/world.ts'
import type { Context } from './context.ts'

export const absolute = (path: string, cwd: string): string =>
  path.startsWith('/') ? path : `${cwd}/${path}`

/** What we wrote before, by path: as long as it is still that, it may be written anew. */
export type Ours = ReadonlyMap<string, string>

export const writeNew = async (
  files: readonly NewFile[],
  folder: string,
  world: { readonly files: Files },
  ours: Ours = new Map(),
): Promise<Result<Ours>> => {
  const texts = new Map(files.map(({ path, text }) => [`${folder}/${path}`, text]))
  const wrong = await inTheWay([...texts.keys()], folder, world, ours)
  if (wrong !== undefined) return fail(wrong)
  for (const [path, text] of texts) {
    const written = await world.files.write(path, text)
    if (!written.ok) return written
  }
  return succeed(texts)
}

const inTheWay = async (
  paths: readonly string[],
  folder: string,
  { files }: { readonly files: Files },
  ours: Ours,
): Promise<Fault | undefined> => {
  const there: string[] = []
  for (const path of paths) {
    const known = ours.get(path)
    if (known === undefined) {
      if (await files.exists(path)) there.push(path)
      continue
    }
    const now = await files.readText(path, 1024 * 1024)
    if (now.ok && now.value !== known) return changedMeanwhile(path)
  }
  return there.length === 0 ? undefined : alreadyThere(folder, there)
}

const usual = ['id_ed25519.pub', 'id_ecdsa.pub', 'id_rsa.pub']

/** Who may log in to the machines: the keys named, else the usual ones, else those the agent holds. */
export const publicKeys = async (
  named: readonly string[] | undefined,
  { world, home, cwd, env }: Pick<Context, 'world' | 'home' | 'cwd' | 'env'>,
): Promise<Result<readonly string[]>> => {
  const paths = named?.map(path => absolute(path, cwd)) ?? usual.map(name => `${home}/.ssh/${name}`)
  const read = await Promise.all(paths.map(path => world.files.readText(path, 64 * 1024)))
  const unread = named === undefined ? undefined : read.find(({ ok }) => !ok)
  if (unread?.ok === false) return unread
  const keys = read.flatMap(key => (key.ok ? keysIn(key.value) : []))
  if (keys.length > 0) return succeed(keys)
  const held = named === undefined && env.SSH_AUTH_SOCK !== undefined ? await heldByAgent(world) : []
  return held.length > 0 ? succeed(held) : fail(noPublicKey(paths))
}

const keysIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => /^(ssh|ecdsa|sk)-\S+ \S+/.test(line))

/** A jump host often has no key of its own: the operator's comes with the connection. */
const heldByAgent = async ({ processes }: Context['world']): Promise<readonly string[]> => {
  const listed = await processes.run({ command: ['ssh-add', '-L'], timeout: 5000 })
  return listed.exitCode === 0 ? keysIn(listed.stdout) : []
}
