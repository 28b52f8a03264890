import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const root = fileURLToPath(new URL('../..', import.meta.url))

const settings = [
  'sandbox = false',
  'build-users-group =',
  'substituters =',
  'experimental-features = nix-command flakes',
].join('\n')

/** A tool's path, or null after one line that says what is missing. In CI a missing tool is a failure. */
export function tool(name: string, remedy: string, ...places: string[]): string | null {
  const path = (process.env.PATH ?? '').split(':').map(folder => `${folder}/${name}`)
  const found = [...places, ...path].find(place => existsSync(place))
  if (found) return found
  const line = `${name} is not here, its tests do not run: ${remedy}`
  if (process.env.CI === 'true') throw new Error(line)
  console.warn(line)
  return null
}

export const nix = tool('nix', '.ci/nix-from-debian', '/opt/nix-trixie/usr/bin/nix')

export async function nixRun(...args: string[]): Promise<string> {
  const env = { ...process.env, NIX_CONFIG: settings }
  const { stdout } = await run(nix ?? 'nix', args, { env, maxBuffer: 64e6 })
  return stdout
}

export async function evaluate<T>(expression: string): Promise<T> {
  return JSON.parse(await nixRun('eval', '--impure', '--json', '--expr', expression)) as T
}

/** What an evaluation that must fail says: the text of its last error, without Nix' trace. */
export async function complaint(expression: string): Promise<string> {
  const failure = await nixRun('eval', '--impure', '--json', '--expr', expression).then(
    answer => new Error(`no failure, but ${answer}`),
    (error: Error & { stderr?: string }) => error,
  )
  const text = 'stderr' in failure ? String(failure.stderr) : failure.message
  return (text.split(/^ *error: /m).at(-1) ?? text).replace(/^ {7}/gm, '').trim()
}

/** A value as a Nix expression. */
export const quoted = (value: unknown): string =>
  `(builtins.fromJSON ${JSON.stringify(JSON.stringify(value)).replaceAll('${', '\\${')})`

export const examples = `${root}examples`
export const render = (site: string): string => `import ${root}nix/lib/render.nix { site = ${site}; }`
