/** The script that fetches and starts a machine's installer. */
import { asScript, objectionTo, type Script, type Word } from './words.ts'

export interface InstallerBoot {
  readonly host: string
  /** Where the two files are, and where this script came from: it is asked for again when something fails. */
  readonly kernel: string
  readonly initrd: string
  readonly script: string
  /** The installer's real init path; there is no wildcard that would find the wrong one. */
  readonly init: string
  readonly params: readonly string[]
  /** Where the agent finds us, and what proves it is the machine that fetched this script. */
  readonly url: string
  readonly token: string
}

/** x86's COMMAND_LINE_SIZE is 2048 with the final NUL: the kernel drops the rest without a word. */
const longestCommandLine = 2047

export const installerScript = (boot: InstallerBoot): Script => {
  const commandLine = commandLineOf(boot)
  const why = objectionTo(valuesOf(boot)) ?? reserved(boot.params) ?? tooLong(commandLine)
  return why === undefined ? asScript(linesOf(boot, commandLine)) : { ok: false, why }
}

/** `initrd=initrd` is for UEFI, where the kernel itself asks the firmware for the file of that name. */
const commandLineOf = ({ init, params, url, token }: InstallerBoot): string =>
  [`init=${init}`, 'initrd=initrd', ...params, `firstlight.url=${url}`, `firstlight.token=${token}`].join(' ')

const valuesOf = ({ host, kernel, initrd, script, url, token, init, params }: InstallerBoot) =>
  [
    ['host name', host],
    ...[kernel, initrd, script, url].map(value => ['URL', value] as const),
    ['token', token],
    ['init path', init],
    ...params.map(value => ['kernel parameter', value] as const),
  ] satisfies readonly (readonly [Word, string])[]

/** Of two equal parameters the last one counts: a site's must not take the place of ours. */
const reserved = (params: readonly string[]): string | undefined => {
  const taken = params.find(param => /^(init|initrd|firstlight\..*)(=|$)/.test(param))
  return taken && `the kernel parameter ${JSON.stringify(taken)} is set by firstlight itself`
}

const tooLong = ({ length }: string): string | undefined =>
  length > longestCommandLine
    ? `the kernel's command line has ${length} characters, and it reads no more than ${longestCommandLine}`
    : undefined

/**
 * A failure asks for this script again instead of repeating its own commands, because `dhcp` may have brought up
 * another port, with an address the pass in this script is not good for (a machine has several ports, and
 * spanning tree keeps one silent for half a minute). A setting survives from script to script, so it counts
 * the rounds; in the end the firmware has its say again instead of a machine that asks for ever.
 */
const linesOf = ({ host, kernel, initrd, script }: InstallerBoot, commandLine: string): readonly string[] => [
  `echo firstlight: ${host}: fetching its installer`,
  'imgfree',
  `kernel ${kernel} ${commandLine} || goto again`,
  `initrd --name initrd ${initrd} || goto again`,
  `echo firstlight: ${host}: starting its installer`,
  'boot || goto again',
  '',
  ':again',
  'inc firstlight-round',
  `iseq \${firstlight-round} 100 && goto enough ||`,
  `echo firstlight: ${host}: that failed, trying every network port again in 5 seconds`,
  'imgfree',
  'sleep 5',
  'ifclose',
  'dhcp || goto again',
  `chain --replace --autofree ${script} || goto again`,
  '',
  ':enough',
  `echo firstlight: ${host}: giving up, the firmware goes on with its next boot device`,
  'exit 1',
]
