/** A site's text, from a file or out of Nix, and the values in it. */
import type { Fault, Result } from '../errors.ts'
import { fail, succeed } from '../errors.ts'
import { repeatedKey } from '../faults/site.ts'
import {
  brokenJson,
  evaluationTimedOut,
  noNix,
  notEvaluated,
  siteTooLarge,
  unreadableSite,
} from '../faults/site-source.ts'
import { plainText } from '../plain-text.ts'
import type { ProcessResult } from '../world.ts'
import { parseJson } from './json.ts'
import { pathText } from './path.ts'
import type { Outside, Source } from './source.ts'

export interface Document {
  readonly value: unknown
  /** Keys written twice, each at its line. */
  readonly repeated: readonly Fault[]
}

export const readDocument = async (world: Outside, source: Source): Promise<Result<Document>> => {
  const text = await (source.kind === 'json' ? readFile(world, source.name) : evaluate(world, source))
  return text.ok ? documentOf(source.name, text.value) : text
}

const documentOf = (name: string, text: string): Result<Document> => {
  const json = parseJson(text)
  if (!json.ok) return fail(brokenJson(name, json.line, json.column, json.reason))
  const repeated = json.repeated.map(({ line, column, path }) =>
    repeatedKey(`${name}:${line}:${column}: ${pathText(path)}`, String(path.at(-1))),
  )
  return succeed({ value: json.value, repeated })
}

const largestFile = 8 * 1024 * 1024

const readFile = async ({ files }: Outside, name: string): Promise<Result<string>> => {
  const text = await files.readText(name, largestFile)
  return text.ok ? text : fail(unreadableSite(name, text.fault.message))
}

/** A flake may have to be fetched first. */
const patience = 10

/** More is cut off by `Processes`. */
const largestOutput = 1024 * 1024

const evaluate = async ({ files, processes }: Outside, source: Source): Promise<Result<string>> => {
  // A file that is not there is not mended by a Nix that is.
  const text = source.kind === 'nix' ? await readFile({ files, processes }, source.name) : undefined
  if (text?.ok === false) return text
  if ((await processes.find('nix')) === undefined) return fail(noNix(source.name))
  const result = await processes.run({
    command: ['nix', ...commandOf(source)],
    env: { NO_COLOR: '1' },
    timeout: patience * 60_000,
  })
  return outcome(source.name, result)
}

/** Flakes need not be enabled on this machine, and reading a site writes nothing beside it. */
const commandOf = ({ kind, name }: Source): string[] => {
  const what = kind === 'nix' ? ['--file', name] : ['--no-write-lock-file', name]
  return ['eval', '--extra-experimental-features', 'nix-command flakes', '--json', ...what]
}

/** Old versions of Nix print half a JSON before an error: only the exit code tells. */
const outcome = (name: string, result: ProcessResult): Result<string> => {
  if (result.ended === 'timedOut') return fail(evaluationTimedOut(name, patience))
  if (result.ended !== 'exited' || result.exitCode !== 0)
    return fail(notEvaluated(name, result.reason ?? reasonIn(result.stderr)))
  return result.stdout.length >= largestOutput ? fail(siteTooLarge(name)) : succeed(result.stdout)
}

/** Nix's last `error:` is the one that matters; it stands on one line or on the next, with its place below. */
const reasonIn = (stderr: string): string => {
  const lines = stderr.split('\n').map(line => line.trim())
  const error = lines.findLastIndex(line => line.startsWith('error:'))
  const told = lines.slice(Math.max(error, 0)).filter(line => line !== '' && line !== 'error:')
  const said = told.slice(0, 2).filter((line, index) => index === 0 || line.startsWith('at '))
  const text = said.join(', ').replace(/^error:\s*/, '') || 'it said nothing'
  return plainText(text, 400).replace(/:$/, '')
}
