/** What Nix says when something outside the flake is wrong, known by its words; each with its own remedy. */
import type { Fault } from '../errors.ts'
import { plainText } from '../plain-text.ts'

type Symptom = Omit<Fault, 'place'>

/** The first that is known; the words are those of Nix 2.8 to 2.34. */
export const symptomIn = (text: string): Symptom | undefined => {
  for (const [words, tell] of symptoms) {
    const found = words.exec(text)
    if (found) return tell(plainText(found[1] ?? found[2] ?? ''), plainText(found[2] ?? ''))
  }
  return undefined
}

const symptoms: readonly (readonly [RegExp, (first: string, second: string) => Symptom])[] = [
  [
    /experimental (?:Nix )?feature '([^']+)' is disabled/,
    feature => ({
      code: 'flakes-disabled',
      message: `Nix's experimental feature ${feature} is not enabled`,
      remedy: 'Enable flakes: experimental-features = nix-command flakes in nix.conf',
    }),
  ],
  [
    /unrecognised flag '([^']+)'|'([\w-]+)' is not a recognised command/,
    flag => ({
      code: 'nix-too-old',
      message: `this Nix is too old: it does not know ${flag}`,
      remedy: 'Use Nix 2.26 or newer; nix --version says which one is found',
    }),
  ],
  [
    /Path '([^']+)' in the repository "([^"]+)" is not tracked by Git/,
    (path, repository) => ({
      code: 'flake-untracked',
      message: `${repository}/${path} is not tracked by Git, and Nix sees nothing else`,
      remedy: `Run git -C ${repository} add ${path}`,
    }),
  ],
  [
    /does not provide attribute (?:'[^']*', )*(?:'[^']*' or )?'([^']+)'/,
    attribute => ({
      code: 'missing-output',
      message: `the flake has no ${attribute}`,
      remedy: 'Correct the name in the site, or add the output to the flake',
    }),
  ],
  [
    /could not find a flake\.nix|path '[^']*-source\/flake\.nix' does not exist/,
    () => ({
      code: 'no-flake',
      message: 'there is no flake.nix in it',
      remedy: 'Name the folder that holds flake.nix; in a Git repository it has to be added with git add',
    }),
  ],
  [
    // The second slash is Nix's own.
    /^path '\/(\/[^']*)' does not exist/,
    path => ({
      code: 'no-flake',
      message: `there is no folder ${path}`,
      remedy: 'Name the folder that holds flake.nix',
    }),
  ],
  [
    /^unable to download '([^']+)': (?:[^(]*\(\d+\) )?(.{0,120})/,
    (url, why) => ({
      code: 'nix-offline',
      message: `Nix could not download ${url}: ${why}`,
      remedy: "Check this machine's way to the internet, or build where there is one and use --artifacts",
    }),
  ],
  [
    /No space left on device/,
    () => ({
      code: 'disk-full',
      message: "Nix's store has no space left",
      remedy: 'Free some with nix-collect-garbage -d; an installer wants about 50 GB the first time',
    }),
  ],
  [
    /'([^']+)': Permission denied/,
    path => ({
      code: 'nix-forbidden',
      message: `this user may not use Nix's store: ${path}`,
      remedy: 'Start the Nix daemon, or run as the user whom the store belongs to',
    }),
  ],
  [
    /cannot connect to (?:socket at|daemon at) '([^']+)'/,
    socket => ({
      code: 'nix-no-daemon',
      message: `the Nix daemon does not answer at ${socket}`,
      remedy: 'Start it: systemctl start nix-daemon.socket',
    }),
  ],
  [
    /a '([\w-]+)' with features .* is required to build|Required system: '([\w-]+)'/,
    system => ({
      code: 'wrong-platform',
      message: `it can only be built on ${system}, and this machine is none`,
      remedy: `Add a builder for ${system} to nix.conf, or set boot.binfmt.emulatedSystems on this machine`,
    }),
  ],
  [
    /failed due to signal 9 \(Killed\)/,
    () => ({
      code: 'build-killed',
      message: 'the kernel ended the build: most often the memory was not enough',
      remedy: 'Build with more memory (8 GB, better 16), or with fewer jobs: max-jobs = 1 in nix.conf',
    }),
  ],
]
