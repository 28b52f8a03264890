/** Every command and flag, in one table for the parser, `--help`, the man page and completion. */
import { Command, Option } from 'commander'
import type { Context } from './context.ts'
import { addDayCommands, addManual } from './day-commands.ts'
import type {
  BuildVmFlags,
  DemoFlags,
  DeployFlags,
  DiffFlags,
  GuideFlags,
  HostKeyFlags,
  ImagesFlags,
  InitFlags,
  RehearseFlags,
  RenderFlags,
  ResumeFlags,
  RollbackFlags,
  RunFlags,
  ScreenFlags,
  StatusFlags,
} from './flags.ts'
import type { Shell } from './manual/shells.ts'
import type { Table } from './manual/table.ts'
import { collect, count, json, withNetwork, withScreen, withSite, withViews } from './options.ts'
import { Root } from './root.ts'

/** All that `--help` needs: the rest of the world is only made for a command that runs. */
export type ProgramIo = Pick<Context, 'out' | 'err' | 'version'>

/** Their files come with the program, rendered: so many need no Nix to be shown. */
export const demoMachines = 5

/** What runs a command; given its flags, it resolves to the exit code. */
export interface Actions {
  screen(flags: ScreenFlags): Promise<number>
  guide(flags: GuideFlags): Promise<number>
  run(flags: RunFlags): Promise<number>
  plan(flags: RunFlags): Promise<number>
  check(flags: RunFlags): Promise<number>
  render(flags: RenderFlags): Promise<number>
  imagesBuild(flags: ImagesFlags): Promise<number>
  status(flags: StatusFlags): Promise<number>
  resume(flags: ResumeFlags): Promise<number>
  rehearse(flags: RehearseFlags): Promise<number>
  init(flags: InitFlags): Promise<number>
  hostKey(hosts: readonly string[], flags: HostKeyFlags): Promise<number>
  deploy(flags: DeployFlags): Promise<number>
  rollback(flags: RollbackFlags): Promise<number>
  diff(flags: DiffFlags): Promise<number>
  buildVm(flags: BuildVmFlags): Promise<number>
  demo(flags: DemoFlags): Promise<number>
  completion(shell: Shell, table: Table): Promise<number>
  man(table: Table): Promise<number>
}

export const createProgram = (actions: Actions, io: ProgramIo, ended: (code: number) => void): Command => {
  const program = withScreen(new Root('firstlight'))
    .description('Brings up the first machine of a data centre, and then the rest of the rack, with NixOS.')
    .version(io.version)
    .showHelpAfterError('(firstlight --help shows every command and flag)')
    .configureOutput({ writeOut: text => io.out(text.trimEnd()), writeErr: text => io.err(text.trimEnd()) })
    .exitOverride()
    // The same flag before and after a command's name is the command's.
    .enablePositionalOptions()
    .helpCommand('help [command]', 'the same as --help, of a command')
    .action(async flags => ended(await actions.screen(flags)))

  withSite(
    program.command('check').description('check a site: every error at once, each with its place and remedy'),
  )
    .addOption(json())
    .action(async flags => ended(await actions.check(flags)))

  withSite(
    program
      .command('plan')
      .description('show what a run would do: waves, machines, disks that may be erased'),
  )
    .addOption(json())
    .action(async flags => ended(await actions.plan(flags)))

  withSite(
    program.command('render').description('the files a site turns into: network, routing, proxy, variables'),
  )
    .option('--host <name>', "only this host's, with their text")
    .addOption(new Option('--out <folder>', 'write them there').conflicts('json'))
    .addOption(json())
    .action(async flags => ended(await actions.render(flags)))

  program
    .command('images')
    .description('installer images: for run --artifacts, or to be served by hand')
    .addCommand(imagesBuild(actions, ended))

  withScreen(
    program.command('guide').description('set up a first machine, question by question, and write its site'),
  )
    .option('--ssh-key <file>', 'private key that will open it (default: the usual ones, or the agent)')
    .option('--artifacts <folder>', 'boot and install from prebuilt artifacts, without Nix')
    .option('--ipxe <folder>', 'where the iPXE programs are (undionly.kpxe, snponly.efi, …)')
    .option('--nixos-anywhere <program>', 'the nixos-anywhere to call (default: the one on PATH)')
    .action(async flags => ended(await actions.guide(flags)))

  withViews(withNetwork(withSite(program.command('run').description("install the site's machines"))))
    .option('--host <name>', 'only this host; may be repeated', collect)
    .option('--wipe <host>', "the word that this host's disks may be erased; may be repeated", collect)
    .option(
      '--ssh-key <file>',
      'private key that opens installed systems (default: the usual ones, or the agent)',
    )
    .option('--artifacts <folder>', 'boot and install from prebuilt artifacts, without Nix')
    .option('--ipxe <folder>', 'where the iPXE programs are (undionly.kpxe, snponly.efi, …)')
    .option('--nixos-anywhere <program>', 'the nixos-anywhere to call (default: the one on PATH)')
    .action(async flags => ended(await actions.run(flags)))

  rehearseCommand(program).action(async flags => ended(await actions.rehearse(flags)))

  withViews(
    program
      .command('demo')
      .description('the whole program against simulated machines on loopback: no root, no Nix, no hardware')
      .addOption(new Option('--machines <n>', 'how many').argParser(count).default(demoMachines))
      .option('--guided', 'set up the simulated machines one by one, as a real first machine')
      .option(
        '--fault <machine=kind>',
        'let a machine misbehave (demo --fault help lists the kinds); may be repeated',
        collect,
      )
      .option('--wipe <host>', "the word that this host's disks may be erased; may be repeated", collect)
      .addOption(
        new Option('--speed <factor>', 'how much faster than real firmware the machines are').argParser(
          Number,
        ),
      ),
  ).action(async flags => ended(await actions.demo(flags)))

  addDayCommands(program, actions, ended)
  addManual(program, actions, ended)
  return program
}

const rehearseCommand = (program: Command): Command =>
  withViews(
    withSite(
      program
        .command('rehearse')
        .description(
          "the whole run against the site's machines as virtual ones, before any metal is touched",
        ),
    ),
  )
    .option('--host <name>', 'only this host; may be repeated', collect)
    .option('--firmware <kind>', 'bios, uefi or http; or host=kind; may be repeated (default: uefi)', collect)
    .option('--network-first', 'their firmware asks the network before the disk')
    .addOption(new Option('--memory <MiB>', 'for each machine').argParser(count).default(4096))
    .addOption(new Option('--disk <GiB>', 'what each disk may grow to').argParser(count).default(20))
    .option('--check', 'only say what it needs, what it will take and what is missing')
    .addOption(
      new Option('--dhcp <mode>', 'beside an address server, or as one').choices(['proxy', 'server']),
    )
    .option('--dhcp-range <from-to>', 'the addresses to hand out (with --dhcp server)')
    .addOption(new Option('--parallel <n>', 'installs at once').argParser(count))
    .option('--ssh-key <file>', 'private key that opens installed systems (default: the usual ones)')
    .option('--artifacts <folder>', 'boot and install from prebuilt artifacts (default: built here first)')
    .option('--ipxe <folder>', 'where the iPXE programs are (undionly.kpxe, snponly.efi, …)')
    .option('--nixos-anywhere <program>', 'the nixos-anywhere to call (default: the one on PATH)')

const imagesBuild = (actions: Actions, ended: (code: number) => void): Command =>
  new Command('build')
    .description('build installers with Nix: kernel, initrd, a script to boot them, and a manifest')
    .option('--profile <name>', 'an installer; may be repeated (default: the four built-in ones)', collect)
    .option('--output <folder>', 'where they are written', 'artifacts')
    .option('--systems', "also the systems of the site's machines, and the installers these boot")
    .option('--site <file|folder|flakeref>', 'the site (default: site.nix, site.json or hosts.json here)')
    .option('--hosts <file>', "Nixie's hosts.json: flake output → MAC address")
    .option('--flake <ref>', "the flake with them (default: the site's, then this program's own)")
    .option('--plain', 'plain lines instead of a live one')
    .addOption(json())
    .action(async flags => ended(await actions.imagesBuild(flags)))
