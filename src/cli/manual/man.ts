/** The man page, out of the same table as `--help`. */
import type { Entry, OptionEntry, Table } from './table.ts'

export const manPage = ({ program, description, version, entries }: Table): string => {
  const [own, ...commands] = entries
  return [
    `.TH ${program.toUpperCase()} 1 "" "${program} ${version}" "User Commands"`,
    '.SH NAME',
    `${program} \\- ${text(description.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    ...entries.flatMap(entry => synopsis(program, entry)),
    ...section('DESCRIPTION', about),
    '.SH COMMANDS',
    ...commands.flatMap(entry => [`.SS ${text(`${program} ${entry.name}`)}`, ...body(entry)]),
    '.SH OPTIONS',
    ...(own?.options ?? []).flatMap(option),
    ...tagged('EXIT STATUS', exits),
    ...tagged('ENVIRONMENT', environment),
    ...tagged('FILES', files),
    '',
  ].join('\n')
}

const synopsis = (program: string, { name, values, options }: Entry): readonly string[] => {
  const rest = [...values.map(value => value.name), ...(options.length > 1 ? ['[options]'] : [])]
  return [`.B ${text([program, name].filter(Boolean).join(' '))}`, text(rest.join(' ')) || '\\&', '.br']
}

const body = ({ description, options }: Entry): readonly string[] => [
  `${text(capital(description))}.`,
  ...options.filter(({ names }) => !names.includes('--help')).flatMap(option),
]

const option = ({ names, value, choices, description }: OptionEntry): readonly string[] => [
  '.TP',
  `.BR ${names.map(name => text(name)).join(' ", " ')}${value === null ? '' : ` " \\fI${text(value)}\\fR"`}`,
  `${text(capital(description))}${choices.length === 0 ? '' : `; one of ${text(choices.join(', '))}`}.`,
]

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1)

const section = (title: string, paragraphs: readonly string[]): readonly string[] => [
  `.SH ${title}`,
  ...paragraphs.flatMap((paragraph, n) => (n === 0 ? [text(paragraph)] : ['.PP', text(paragraph)])),
]

const tagged = (title: string, items: readonly (readonly [string, string])[]): readonly string[] => [
  `.SH ${title}`,
  ...items.flatMap(([tag, words]) => ['.TP', `.B ${text(tag)}`, text(words)]),
]

/** No character of ours means anything to roff: hyphens are to be copied, and a line never begins a request. */
const text = (words: string): string =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replaceAll('→', '\\(->')
    .replace(/^[.']/, '\\&$&')

const about = [
  'Without a command, the screen. With run, the machines of a site are woken, booted over the network from inside this process, looked at, partitioned, installed, restarted, verified and waited for; nothing is left behind on this computer but the journal of the run.',
  'A site is a file that says which machines there are and what each becomes: site.nix, site.json, the site attribute of a flake, or the hosts.json of Nixie. No disk that holds data is erased without a word for it.',
]

const exits = [
  ['0', 'All well.'],
  ['1', 'A machine failed, or diff found a difference.'],
  ['2', 'Wrong usage, or errors in the site.'],
  ['3', 'Refused before anything was started.'],
  ['130', 'Interrupted.'],
] as const

const environment = [
  ['FIRSTLIGHT_IPXE', 'A folder with iPXE programs, after the one given with --ipxe.'],
  ['NO_COLOR', 'Without colours.'],
  ['SSH_AUTH_SOCK', 'The agent whose keys open installed machines.'],
  ['XDG_STATE_HOME', 'Where journals and records are kept; ~/.local/state unless set.'],
  ['XDG_CACHE_HOME', 'Where generated files and compiled code are remembered; ~/.cache unless set.'],
] as const

const files = [
  ['~/.local/state/firstlight/SITE/*.jsonl', 'The journal of each run: one event a line.'],
  [
    '~/.local/state/firstlight/SITE/machines.json',
    'What is installed where, and the host keys it is known by.',
  ],
] as const
