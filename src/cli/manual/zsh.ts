/** Completion for zsh. */
import { type Entry, groups, type OptionEntry, prefixes, type Table } from './table.ts'

export const zshCompletion = ({ program, entries }: Table): string => `#compdef ${program}
_${program}() {
  local command='' word
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    case "\${command:+$command }$word" in
      ${prefixes(entries).map(quoted).join(' | ')}) command="\${command:+$command }$word" ;;
    esac
  done
  case "$command" in
${[...groups(entries), ...entries].map(entry => `    ${quoted(entry.name)})\n${branch(entry, entries)} ;;`).join('\n')}
  esac
}
if [ "\${funcstack[1]}" = "_${program}" ]; then _${program} "$@"; else compdef _${program} ${program}; fi
`

const branch = (entry: Entry, entries: readonly Entry[]): string => {
  const below = commandsBelow(entry, entries)
  const specs = [...entry.options.flatMap(optionSpecs), ...valueSpecs(entry)]
  return [
    ...(below.length === 0
      ? []
      : [
          `      local -a below=(${below.map(quoted).join(' ')})`,
          "      _describe -t commands 'command' below",
        ]),
    ...(entry.name === '' ? [] : [ownWords(entry.name.split(' ').length)]),
    `      _arguments -S : ${specs.map(quoted).join(' ')}`,
  ].join('\n')
}

/** To `_arguments` the command is the first word, as the program was. */
const ownWords = (depth: number): string => `      shift ${depth} words; (( CURRENT -= ${depth} ))`

const valueSpecs = ({ values }: Entry): readonly string[] =>
  values.map(({ name, choices }) => `*:${name}:(${choices.join(' ')})`)

const commandsBelow = ({ name }: Entry, entries: readonly Entry[]): readonly string[] => {
  const depth = name === '' ? 0 : name.split(' ').length
  const below = entries.filter(
    entry => entry.name !== '' && entry.name.startsWith(name === '' ? '' : `${name} `),
  )
  const words = new Map(
    below.map(entry => {
      const parts = entry.name.split(' ')
      return [parts[depth] ?? '', parts.length === depth + 1 ? entry.description : ''] as const
    }),
  )
  return [...words].map(([word, description]) => `${word}:${description.replaceAll(':', '\\:')}`)
}

const optionSpecs = ({ names, value, kind, choices, description }: OptionEntry): readonly string[] =>
  names.map(
    name =>
      `*${name}[${described(description)}]${value === null ? '' : `:${value}:${action(kind, choices)}`}`,
  )

const described = (description: string): string => description.replace(/[[\]:\\]/g, '\\$&')

const action = (kind: OptionEntry['kind'], choices: readonly string[]): string => {
  if (kind === 'file') return '_files'
  if (kind === 'folder') return '_files -/'
  return choices.length === 0 ? ' ' : `(${choices.join(' ')})`
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
