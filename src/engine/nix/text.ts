/** Plain values as Nix is written by hand: paths of lonely attributes joined, keys quoted only where they must be. */
import { nixString } from './output.ts'

export type NixValue =
  | string
  | number
  | boolean
  | null
  | readonly NixValue[]
  | { readonly [key: string]: NixValue }

export const nixText = (value: NixValue, indent = ''): string => {
  if (Array.isArray(value)) return listText(value, indent)
  if (typeof value === 'string') return nixString(value).replaceAll('\n', '\\n')
  return typeof value === 'object' && value !== null
    ? setText(value as { readonly [key: string]: NixValue }, indent)
    : String(value)
}

const listText = (items: readonly NixValue[], indent: string): string =>
  items.length === 0
    ? '[ ]'
    : `[ ${items.map(item => (isSet(item) ? inline(item) : nixText(item, indent))).join(' ')} ]`

const inline = (set: { readonly [key: string]: NixValue }): string =>
  `{ ${Object.entries(set)
    .map(([key, value]) => attribute([key], value, ''))
    .join(' ')} }`

const setText = (set: { readonly [key: string]: NixValue }, indent: string): string => {
  const entries = Object.entries(set)
  if (entries.length === 0) return '{ }'
  const inner = `${indent}  `
  return `{\n${entries.map(([key, value]) => `${inner}${attribute([key], value, inner)}\n`).join('')}${indent}}`
}

/** `hosts.node1.mac = "…";` rather than two sets of one attribute each. */
const attribute = (path: readonly string[], value: NixValue, indent: string): string => {
  const [only, ...others] = isSet(value) ? Object.entries(value) : []
  if (only !== undefined && others.length === 0) return attribute([...path, only[0]], only[1], indent)
  return `${path.map(nixKey).join('.')} = ${nixText(value, indent)};`
}

const isSet = (value: NixValue): value is { readonly [key: string]: NixValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const words = new Set(['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with'])

const nixKey = (key: string): string =>
  /^[A-Za-z_][\w'-]*$/.test(key) && !words.has(key) ? key : nixString(key)
