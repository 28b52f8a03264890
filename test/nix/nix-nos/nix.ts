import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { tool } from './tools.ts'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

const config = [
  'sandbox = false',
  'build-users-group =',
  'substituters =',
  'experimental-features = nix-command flakes',
].join('\n')

/** What the expression is, forced to its leaves; a Nix error becomes an Error with Nix's own words. */
export async function evaluate<T>(expression: string): Promise<T> {
  // Through stdin: a few hundred random hosts are too much for an argument.
  const { stdout } = await run(['eval', '--json', '--impure', '--file', '-'], expression)
  return JSON.parse(stdout) as T
}

export function nix(...args: string[]) {
  return run(args, '')
}

function run(args: string[], input: string) {
  return execa(tool('nix'), args, { input, env: { NIX_CONFIG: config }, timeout: 60_000 })
}

/** The last `error:` of what Nix said, without the trace before it and the colours in it. */
export function nixError(failure: unknown): string {
  const text = failure instanceof Error && 'stderr' in failure ? String(failure.stderr) : String(failure)
  return (text.split(/^ *error: /m).at(-1) ?? text).trim()
}

/** A value as a Nix expression that is exactly that value, whatever characters it holds. */
export function asNix(value: unknown): string {
  const json = JSON.stringify(JSON.stringify(value)).replaceAll('${', '\\${')
  return `(builtins.fromJSON ${json})`
}

export const generators = `(import ${root}/nix/nix-nos/lib)`
export const evaluator = `(import ${root}/test/nix/evaluator)`
export type Files = Record<string, string>
