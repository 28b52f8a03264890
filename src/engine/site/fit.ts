/**
 * A value against a schema: every misfit by path, and what is left once they are taken away, so that the
 * whole-site checks still look at everything else.
 */
import type * as z from 'zod'
import { isObject, type Path, valueAt } from './path.ts'

export interface Misfit {
  readonly path: Path
  readonly value: unknown
  readonly why:
    | { readonly kind: 'unknownKey' }
    | { readonly kind: 'repeated' }
    /** The format's name, or what else the schema says. */
    | { readonly kind: 'form'; readonly expected: string }
    | { readonly kind: 'choice'; readonly choices: readonly unknown[] }
}

export interface Fitted<T> {
  readonly value: T
  readonly misfits: readonly Misfit[]
}

type Issue = z.core.$ZodIssue

/** A value with no misfit but unknown keys is handed on as written, with those keys. */
export const fitTo = <T>(schema: z.ZodType<T>, value: unknown): Fitted<T> => {
  const misfits: Misfit[] = []
  let rest = structuredClone(value)
  for (;;) {
    const result = schema.safeParse(rest)
    if (result.success) return { value: misfits.every(isHarmless) ? (value as T) : result.data, misfits }
    for (const issue of result.error.issues.flatMap(told)) {
      misfits.push(...misfitsOf(issue, value))
      rest = without(rest, issue)
    }
  }
}

export const isHarmless = ({ why }: Misfit): boolean => why.kind === 'unknownKey'

/** Of the forms a value may have, the one the operator meant: that whose outermost kind it has. */
const told = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find(branch => !branch.some(isOutermost)) ?? issue.errors[0] ?? []
  return meant.flatMap(inner => told({ ...inner, path: [...issue.path, ...inner.path] }))
}

const isOutermost = ({ code, path }: Issue): boolean => path.length === 0 && code !== 'unrecognized_keys'

const misfitsOf = (issue: Issue, value: unknown): Misfit[] => {
  const path = issue.path as Path
  const at = valueAt(value, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: [...path, key],
        value: valueAt(at, [key]),
        why: { kind: 'unknownKey' },
      }))
    case 'invalid_value':
      return issue.values.length === 1
        ? [{ path, value: at, why: { kind: 'form', expected: issue.message } }]
        : [{ path, value: at, why: { kind: 'choice', choices: issue.values } }]
    case 'invalid_type': {
      const plain = issue.message.startsWith('Invalid')
      return [{ path, value: at, why: { kind: 'form', expected: plain ? issue.expected : issue.message } }]
    }
    default:
      return [{ path, value: at, why: { kind: 'form', expected: issue.message } }]
  }
}

/** What is no object where one belongs counts as an empty one; anything else that does not fit goes. */
const without = (rest: unknown, issue: Issue): unknown => {
  const path = issue.path as Path
  if (issue.code === 'unrecognized_keys') return edited(rest, path, within => drop(within, issue.keys))
  const isNoObject = issue.code === 'invalid_type' && /^(object|record)$/.test(issue.expected)
  const last = isNoObject ? path.length - 1 : path.findLastIndex(key => typeof key === 'string')
  const key = path[last]
  if (key === undefined) return {}
  return edited(rest, path.slice(0, last), within => {
    if (isNoObject) within[key] = {}
    else drop(within, [key])
  })
}

/** `rest` is our own copy. */
const edited = (rest: unknown, path: Path, edit: (within: Record<string | number, unknown>) => void) => {
  const within = valueAt(rest, path)
  if (isObject(within)) edit(within)
  return rest
}

/** A list loses all its items rather than shift those that follow to other places: keys here are never indexes. */
const drop = (within: Record<string | number, unknown>, keys: readonly (string | number)[]): void => {
  for (const key of keys) delete within[key]
}
