/** nixos-rebuild's command line, as far as it is used here; anything else is refused, not read over. */
export interface Arguments {
  readonly action: 'switch' | 'dry-activate' | 'build-vm'
  readonly flake: string
  /** Behind the `#`. */
  readonly name: string
  readonly target: string
  readonly rollback: boolean
  /** The stand-in's own. */
  readonly labStore: string
  readonly labManifest: string
}

const actions = ['switch', 'dry-activate', 'build-vm'] as const

/** The arguments, or what is wrong with them. */
export const readArguments = (words: readonly string[]): Arguments | string => {
  const given = new Map<string, string>()
  let action: Arguments['action'] | undefined
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const known = actions.find(action => action === word)
    if (known !== undefined) action = known
    else if (word === '--rollback') given.set(word, '')
    else if (['--flake', '--target-host', '--lab-store', '--lab-manifest'].includes(word))
      given.set(word, words[++at] ?? '')
    else return `unrecognized arguments: ${word}`
  }
  if (action === undefined) return 'the following arguments are required: action'
  const rollback = given.has('--rollback')
  const [flake = '', name] = (given.get('--flake') ?? '').split('#')
  if (!rollback && name === undefined) return 'the stand-in needs --flake FLAKE#NAME'
  if (action !== 'build-vm' && !given.has('--target-host')) return 'the stand-in needs --target-host'
  return {
    ...{ action, flake, rollback, name: name ?? '', target: given.get('--target-host') ?? '' },
    labStore: given.get('--lab-store') ?? '',
    labManifest: given.get('--lab-manifest') ?? '',
  }
}
