/**
 * The little of the POSIX shell's grammar that commands over SSH use: lists with `;`, `&`, `&&` and `||`, groups
 * in parentheses, quoting, redirections. No variables, no pipes, no control flow: those are refused by name.
 */
export type Node =
  | { readonly kind: 'simple'; readonly words: readonly string[]; readonly redirects: readonly Redirect[] }
  | { readonly kind: 'group'; readonly list: readonly Item[]; readonly redirects: readonly Redirect[] }

export interface Item {
  readonly node: Node
  readonly when: 'always' | 'success' | 'failure'
  readonly background: boolean
}

/** `2>&1` is `{ from: '2', to: '&1' }`; `<` is `{ from: '<', to: … }`. */
export interface Redirect {
  readonly from: string
  readonly to: string
}

export class NotUnderstood extends Error {}

const token =
  /\s*(?:(;|&&|\|\||&(?!>)|\||\(|\))|(\d?>>?|<)\s*(&\d|[^\s;&|()<>]+)|((?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s;&|()<>'"\\])+))/y

type Token =
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'redirect'; readonly from: string; readonly to: string }
  | { readonly kind: 'word'; readonly text: string }

export const readScript = (script: string): readonly Item[] => {
  const tokens = [...tokensOf(script.replace(/^\s*#.*$/gm, '').replaceAll('\\\n', ' '))]
  const { list, rest } = readList(tokens)
  if (rest.length > 0) throw new NotUnderstood(`syntax error near unexpected token \`${textOf(rest[0])}'`)
  return list
}

const textOf = (found: Token | undefined): string =>
  found?.kind === 'redirect' ? found.from : (found?.text ?? '')

function* tokensOf(script: string): Generator<Token> {
  const trimmed = script.trim()
  const scan = new RegExp(token)
  for (let at = 0; at < trimmed.length; at = scan.lastIndex) {
    const line = trimmed.slice(at).match(/^[^\S\n]*\n/)
    if (line !== null) {
      scan.lastIndex = at + line[0].length
      yield { kind: 'operator', text: ';' }
      continue
    }
    scan.lastIndex = at
    const found = scan.exec(trimmed)
    if (found === null) throw new NotUnderstood('syntax error: unterminated quoted string')
    const [, operator, from, to, word] = found
    if (operator !== undefined) yield { kind: 'operator', text: operator }
    else if (from !== undefined && to !== undefined) yield { kind: 'redirect', from, to }
    else if (word !== undefined) yield { kind: 'word', text: unquoted(word) }
  }
}

const unquoted = (word: string): string =>
  word.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\([\\"$`])/g, '$1') ?? escaped ?? '',
  )

interface Read<T> {
  readonly list: T
  readonly rest: readonly Token[]
}

const readList = (tokens: readonly Token[]): Read<readonly Item[]> => {
  const list: Item[] = []
  let rest = tokens
  let when: Item['when'] = 'always'
  while (rest.length > 0 && !isOperator(rest[0], ')')) {
    const read = readNode(rest)
    const [next, ...after] = read.rest
    if (read.list !== undefined) list.push({ node: read.list, when, background: isOperator(next, '&') })
    const connector = next?.kind === 'operator' ? connectors.get(next.text) : undefined
    if (next !== undefined && connector === undefined && !isOperator(next, ')'))
      throw new NotUnderstood(`\`${textOf(next)}' is beyond the simulated shell`)
    when = connector ?? 'always'
    rest = connector === undefined ? read.rest : after
  }
  return { list, rest }
}

const connectors: ReadonlyMap<string, Item['when']> = new Map([
  [';', 'always'],
  ['&', 'always'],
  ['&&', 'success'],
  ['||', 'failure'],
])

const isOperator = (found: Token | undefined, text: string): boolean =>
  found?.kind === 'operator' && found.text === text

const readNode = (tokens: readonly Token[]): Read<Node | undefined> => {
  if (isOperator(tokens[0], '(')) return readGroup(tokens.slice(1))
  const end = tokens.findIndex(found => found.kind === 'operator')
  const own = end < 0 ? tokens : tokens.slice(0, end)
  const words = own.flatMap(found => (found.kind === 'word' ? [found.text] : []))
  const node: Node = { kind: 'simple', words, redirects: redirectsIn(own) }
  return { list: own.length === 0 ? undefined : node, rest: tokens.slice(own.length) }
}

const readGroup = (tokens: readonly Token[]): Read<Node> => {
  const { list, rest } = readList(tokens)
  if (!isOperator(rest[0], ')')) throw new NotUnderstood('syntax error: ) is missing')
  const after = rest.slice(1)
  const end = after.findIndex(found => found.kind !== 'redirect')
  const own = end < 0 ? after : after.slice(0, end)
  return { list: { kind: 'group', list, redirects: redirectsIn(own) }, rest: after.slice(own.length) }
}

const redirectsIn = (tokens: readonly Token[]): readonly Redirect[] =>
  tokens.flatMap(found => (found.kind === 'redirect' ? [{ from: found.from, to: found.to }] : []))
