/** The commands of the days after, for the same table. */
import { Argument, type Command, Option } from 'commander'
import { shells } from './manual/shells.ts'
import { tableOf } from './manual/table.ts'
import { collect, count, json, withLines, withSite, withViews } from './options.ts'
import type { Actions } from './program.ts'

export const addDayCommands = (program: Command, actions: Actions, ended: (code: number) => void): void => {
  withFirstSite(
    program.command('init').description('write a site for a first machine, and the flake beside it'),
  ).action(async flags => ended(await actions.init(flags)))

  program
    .command('host-key')
    .description('make SSH host keys beforehand, and show whom to encrypt secrets to (age, sops)')
    .argument('<host...>', 'whose')
    .option('--folder <folder>', 'where they are kept, a folder for each host (default: secrets)')
    .addOption(json())
    .action(async (hosts, flags) => ended(await actions.hostKey(hosts, flags)))

  withViews(
    program
      .command('resume')
      .description('go on with the last run, from its journal: what is finished stays finished')
      .option('--site <file|folder|flakeref>', 'the last run over this site (default: the last of all)')
      .option('--wipe <host>', 'the word that its disks may be erased once more; may be repeated', collect),
  ).action(async flags => ended(await actions.resume(flags)))

  withLines(
    withSystems(
      installed(program, 'status', 'where each machine is and stands, how that is known, since when'),
    ),
  )
    .option('--watch', 'look again and again: on the screen, or as a line for each change')
    .action(async flags => ended(await actions.status(flags)))

  withRebuild(
    withSystems(
      installed(
        program,
        'deploy',
        'give installed machines their current system, wave by wave, and confirm it',
      ),
    ),
  )
    .option(
      '--allow-address-loss <host>',
      'the word that it may lose the address you reach it by; may be repeated',
      collect,
    )
    .action(async flags => ended(await actions.deploy(flags)))

  withRebuild(
    withSystems(installed(program, 'rollback', 'give the named machines the system before their last one')),
  ).action(async flags => ended(await actions.rollback(flags)))

  installed(program, 'diff', 'what machines run against what their site generates, file by file').action(
    async flags => ended(await actions.diff(flags)),
  )

  withProgram(
    withSite(
      program
        .command('build-vm')
        .description("a host's system as a virtual machine on this one, to look at it before metal does"),
    ).option('--host <name>', 'whose system'),
  ).action(async flags => ended(await actions.buildVm(flags)))
}

/** Of the whole table, so they come last. */
export const addManual = (program: Command, actions: Actions, ended: (code: number) => void): void => {
  program
    .command('completion')
    .description('what a shell needs to complete this command line')
    .addArgument(new Argument('<shell>', 'whose').choices(shells))
    .action(async shell => ended(await actions.completion(shell, tableOf(program))))
  program
    .command('man')
    .description('the manual page, for man')
    .action(async () => ended(await actions.man(tableOf(program))))
}

const withFirstSite = (command: Command): Command =>
  command
    .option('--folder <folder>', 'where (default: here); nothing that is there is overwritten')
    .addOption(new Option('--format <format>', 'of the site file').choices(['nix', 'json']).default('nix'))
    .option('--name <name>', "the site's (default: the folder's)")
    .option('--domain <domain>', 'the domain of its machines')
    .requiredOption('--host <name>', 'what the machine is to be called')
    .requiredOption('--mac <address>', 'of its network card; may be repeated', collect)
    .option('--profile <name>', 'what it boots first: base, control-plane, worker or all-in-one')
    .option('--disk <disk>', 'what may be erased: /dev/disk/by-id/…, another device, or a serial number')
    .option('--device <name>', 'its network card in the installed system, like eno1')
    .option('--device-address <cidr>', 'and its address there, like 10.0.0.11/24')
    .option('--gateway <ip>', 'its way out')
    .option('--dns <ip>', 'whom it asks for names; may be repeated', collect)
    .addOption(new Option('--vlan <id>', 'the address is in this VLAN').argParser(count))
    .option('--interface <name>', 'the interface of the provisioning network, on this computer')
    .option('--dhcp-range <from-to>', 'hand out these addresses: there is no address server')
    .option('--public-key <file>', 'who may log in (default: your usual keys); may be repeated', collect)
    .option('--firstlight <flakeref>', 'where the flake gets this program from (default: this copy of it)')
    .option('--show', 'print the files, and write none')

const installed = (program: Command, name: string, description: string): Command =>
  withSite(program.command(name).description(description))
    .option('--host <name>', 'only this host; may be repeated', collect)
    .option('--ssh-key <file>', 'private key that opens the machines (default: the usual ones, or the agent)')
    .addOption(json())

const withSystems = (command: Command): Command =>
  command.option('--artifacts <folder>', 'the systems they should run, prebuilt: Nix is not asked')

const withRebuild = (command: Command): Command =>
  withLines(withProgram(command)).addOption(
    new Option(
      '--confirm-within <seconds>',
      'a machine goes back by itself unless its new system is confirmed by then (default: 180)',
    ).argParser(count),
  )

const withProgram = (command: Command): Command =>
  command.option('--nixos-rebuild <program>', 'the nixos-rebuild to call (default: the one on PATH)')
