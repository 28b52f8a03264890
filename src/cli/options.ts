/** Flags that several commands share, and how their values are read. */
import { type Command, InvalidArgumentError, Option } from 'commander'

export const withSite = (command: Command): Command =>
  command
    .option('--site <file|folder|flakeref>', 'the site (default: site.nix, site.json or hosts.json here)')
    .option('--hosts <file>', "Nixie's hosts.json: flake output → MAC address")
    .option('--flake <ref>', 'the flake with the systems (default: the one the site names)')
    .option(
      '--installer <output>',
      'the installer to boot: an output of the flake, or .#nixosConfigurations.<name>',
    )

export const withNetwork = (command: Command): Command =>
  command
    .option('--interface <name>', 'the interface of the provisioning network')
    .option('--address <ip>', 'the address to serve on')
    .addOption(
      new Option('--dhcp <mode>', 'beside an address server, or as one').choices(['proxy', 'server']),
    )
    .option('--dhcp-range <from-to>', 'the addresses to hand out (with --dhcp server)')
    .option('--boot-file-url <url>', 'kernel and initrd are fetched from there instead of from here')
    .addOption(new Option('--parallel <n>', 'installs at once').argParser(count))

export const withViews = (command: Command): Command =>
  withLines(command).addOption(json()).option('--debug', 'say more')

/** A screen, unless lines are wanted. */
export const withLines = (command: Command): Command =>
  withScreen(command).option('--plain', 'plain lines instead of the screen')

export const withScreen = (command: Command): Command =>
  command
    .option('--ascii', 'draw with ASCII alone')
    .addOption(
      new Option('--theme <background>', 'for a light or a dark terminal (default: asked of it)').choices([
        'light',
        'dark',
      ]),
    )

export const json = () => new Option('--json', 'JSON lines').conflicts('plain')

export const collect = (value: string, all: string[] = []): string[] => [...all, value]

export const count = (text: string): number => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1.')
  return number
}
