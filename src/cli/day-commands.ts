/** The commands of the days after, for the same table. */
import { type Command, Option } from 'commander'
import { collect, count, json, withSite, withViews } from './options.ts'
import type { Actions } from './program.ts'

export const addDayCommands = (program: Command, actions: Actions, ended: (code: number) => void): void => {
  withViews(
    program
      .command('resume')
      .description('go on with the last run, from its journal: what is finished stays finished')
      .option('--site <file|folder|flakeref>', 'the last run over this site (default: the last of all)')
      .option('--wipe <host>', 'the word that its disks may be erased once more; may be repeated', collect),
  ).action(async flags => ended(await actions.resume(flags)))

  withSystems(installed(program, 'status', 'where each machine is and stands, how that is known, since when'))
    .option('--watch', 'look again and again, and tell what changes')
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

const installed = (program: Command, name: string, description: string): Command =>
  withSite(program.command(name).description(description))
    .option('--host <name>', 'only this host; may be repeated', collect)
    .option('--ssh-key <file>', 'private key that opens the machines (default: the usual ones, or the agent)')
    .addOption(json())

const withSystems = (command: Command): Command =>
  command.option('--artifacts <folder>', 'the systems they should run, prebuilt: Nix is not asked')

const withRebuild = (command: Command): Command =>
  withProgram(command).addOption(
    new Option(
      '--confirm-within <seconds>',
      'a machine goes back by itself unless its new system is confirmed by then (default: 180)',
    ).argParser(count),
  )

const withProgram = (command: Command): Command =>
  command.option('--nixos-rebuild <program>', 'the nixos-rebuild to call (default: the one on PATH)')
