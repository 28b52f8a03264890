/** Completion for fish. */
import type { Entry, OptionEntry, Table } from './table.ts'

export const fishCompletion = ({ program, entries }: Table): string => {
  const firsts = [...new Set(entries.flatMap(({ name }) => (name === '' ? [] : [name.split(' ')[0] ?? ''])))]
  return `${[
    `# fish completion for ${program}`,
    `complete -c ${program} -f`,
    ...firsts.map(name =>
      command(program, `not __fish_seen_subcommand_from ${firsts.join(' ')}`, name, entries),
    ),
    ...entries.flatMap(entry => [
      ...seconds(program, entry),
      ...values(program, entry),
      ...options(program, entry),
    ]),
  ].join('\n')}\n`
}

const command = (program: string, when: string, name: string, entries: readonly Entry[]): string => {
  const described = entries.find(entry => entry.name === name)?.description ?? ''
  return `complete -c ${program} -n ${quoted(when)} -a ${quoted(name)} -d ${quoted(described)}`
}

/** `images build`: the second word, once the first is there. */
const seconds = (program: string, { name, description }: Entry): readonly string[] => {
  const [first, second] = name.split(' ')
  if (second === undefined) return []
  const when = `__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${second}`
  return [`complete -c ${program} -n ${quoted(when)} -a ${quoted(second)} -d ${quoted(description)}`]
}

const values = (program: string, entry: Entry): readonly string[] =>
  entry.values.flatMap(({ choices }) =>
    choices.length === 0
      ? []
      : [`complete -c ${program} -n ${quoted(isSeen(entry))} -a ${quoted(choices.join(' '))}`],
  )

const options = (program: string, entry: Entry): readonly string[] =>
  entry.options.map(option =>
    [
      `complete -c ${program} -n ${quoted(isSeen(entry))}`,
      ...option.names.map(name => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)),
      ...taking(option),
      `-d ${quoted(option.description)}`,
    ].join(' '),
  )

const isSeen = ({ name }: Entry): string =>
  name === ''
    ? '__fish_use_subcommand'
    : name
        .split(' ')
        .map(word => `__fish_seen_subcommand_from ${word}`)
        .join('; and ')

const taking = ({ kind, choices }: OptionEntry): readonly string[] => {
  if (kind === 'switch') return []
  if (kind === 'file') return ['-r', '-F']
  if (kind === 'folder') return ['-x', `-a ${quoted('(__fish_complete_directories)')}`]
  return choices.length === 0 ? ['-x'] : ['-x', `-a ${quoted(choices.join(' '))}`]
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
