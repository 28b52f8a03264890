/** The commander table as plain data: what the man page and the completions are made of. */
import type { Command, Option } from 'commander'

export interface Entry {
  /** `images build`; empty for the program itself. */
  readonly name: string
  readonly description: string
  /** `<shell>` */
  readonly values: readonly { readonly name: string; readonly choices: readonly string[] }[]
  readonly options: readonly OptionEntry[]
}

export interface OptionEntry {
  /** `--host`, and `-h` where there is one. */
  readonly names: readonly string[]
  /** What follows it, as it is shown: `<file>`; null for a switch. */
  readonly value: string | null
  readonly kind: 'switch' | 'word' | 'file' | 'folder'
  readonly choices: readonly string[]
  readonly description: string
}

export interface Table {
  readonly program: string
  readonly description: string
  readonly version: string
  /** The program itself first, then its commands in their order. */
  readonly entries: readonly Entry[]
}

export const tableOf = (program: Command): Table => ({
  program: program.name(),
  description: program.description(),
  version: program.version() ?? '',
  entries: [entryOf('', program), ...commandsOf(program, '')],
})

const commandsOf = (parent: Command, prefix: string): readonly Entry[] =>
  parent.commands.flatMap(command => {
    const name = `${prefix}${command.name()}`
    return command.commands.length > 0 ? commandsOf(command, `${name} `) : [entryOf(name, command)]
  })

const entryOf = (name: string, command: Command): Entry => ({
  name,
  description: command.description(),
  values: command.registeredArguments.map(argument => ({
    name: argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
    choices: argument.argChoices ?? [],
  })),
  options: [...command.options.map(optionOf), help],
})

const optionOf = (option: Option): OptionEntry => {
  const value = /<.+>|\[.+\]/.exec(option.flags)?.[0] ?? null
  return {
    names: [option.short, option.long].filter(name => name !== undefined),
    value,
    kind: kindOf(value),
    choices: option.argChoices ?? [],
    description: option.description,
  }
}

const kindOf = (value: string | null): OptionEntry['kind'] => {
  if (value === null) return 'switch'
  if (/file|program/.test(value)) return 'file'
  return value.includes('folder') ? 'folder' : 'word'
}

/** Commander adds it to every command by itself. */
const help: OptionEntry = {
  ...{ names: ['-h', '--help'], value: null, kind: 'switch', choices: [] },
  description: 'display help for command',
}

/** Every command, and the first word of those with two. */
export const prefixes = (entries: readonly Entry[]): readonly string[] => [
  ...new Set(entries.flatMap(({ name }) => (name === '' ? [] : [name.split(' ')[0] ?? '', name]))),
]

/** The first words of commands that have two. */
export const groups = (entries: readonly Entry[]): readonly Entry[] =>
  [...new Set(entries.flatMap(({ name }) => (name.includes(' ') ? [name.split(' ')[0] ?? ''] : [])))].map(
    name => ({ name, description: '', values: [], options: [] }),
  )
