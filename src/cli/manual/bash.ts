/** Completion for bash. */
import { type Entry, groups, type OptionEntry, prefixes, type Table } from './table.ts'

export const bashCompletion = ({ program, entries }: Table): string => `# bash completion for ${program}
_${program}() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${command:+$command }$word" in
      ${prefixes(entries).map(quoted).join(' | ')}) command="\${command:+$command }$word" ;;
    esac
  done
  COMPREPLY=()
  case "$command:$before" in
${entries.flatMap(entry => entry.options.filter(({ value }) => value !== null).map(option => valueCase(entry, option))).join('\n')}
  esac
  case "$command" in
${[...groups(entries), ...entries].map(entry => `    ${quoted(entry.name)}) word=${quoted(words(entry, entries).join(' '))} ;;`).join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current")
}
complete -F _${program} ${program}
`

const words = (entry: Entry, entries: readonly Entry[]): readonly string[] => {
  const depth = entry.name === '' ? 0 : entry.name.split(' ').length
  const below = entries.filter(
    ({ name }) => name.startsWith(entry.name === '' ? '' : `${entry.name} `) && name !== '',
  )
  return [
    ...new Set(below.map(({ name }) => name.split(' ')[depth] ?? '')),
    ...entry.values.flatMap(({ choices }) => choices),
    ...entry.options.flatMap(({ names }) => names.filter(name => name.startsWith('--'))),
  ]
}

const valueCase = ({ name }: Entry, { names, kind, choices }: OptionEntry): string => {
  const patterns = names.map(flag => quoted(`${name}:${flag}`)).join(' | ')
  const source = kind === 'file' ? '-f' : kind === 'folder' ? '-d' : `-W ${quoted(choices.join(' '))}`
  return `    ${patterns}) mapfile -t COMPREPLY < <(compgen ${source} -- "$current"); return ;;`
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\\\''")}'`
