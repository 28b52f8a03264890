/** What an installer can do to its machine: take store paths, partition, take files, install. */
import { posix } from 'node:path'
import { bootable, type Disk, deviceOf, emptyTree, type File, type Tree } from '../disks.ts'
import type { Uptime } from '../uptime.ts'
import { unpack } from './archive.ts'
import type { Command, Process } from './shell.ts'
import { filesInTar } from './tar.ts'

/** The installer's memory: gone with the power. */
export interface Ram {
  /** Store paths it was given, with their content: the disko script is run from here. */
  readonly store: Map<string, string>
  readonly files: Map<string, File>
  mounted: Disk | undefined
}

export const createRam = (): Ram => ({ store: new Map(), files: new Map(), mounted: undefined })

export interface Workshop {
  readonly uptime: Uptime
  readonly disks: readonly Disk[]
  readonly ram: Ram
  /** Something is being erased from here on. */
  began(): void
}

export const installerCommands = (shop: Workshop): Readonly<Record<string, Command>> => ({
  'nix-store': (args, process) => nixStore(shop, args, process),
  'nixos-install': (args, process) => nixosInstall(shop, args, process),
  tar: (args, process) => untar(shop, args, process),
  mkdir: () => 0,
  chmod: () => 0,
  chown: () => 0,
  cpio: () => 0,
})

/** A disko script that was copied here runs by its path. */
export const scriptCommand = (shop: Workshop, name: string): Command | undefined => {
  const content = shop.ram.store.get(name)
  return content === undefined ? undefined : (_, process) => disko(shop, content, process)
}

const nixStore: (shop: Workshop, ...rest: Parameters<Command>) => Promise<number> = async (
  shop,
  args,
  process,
) => {
  const onDisk = args.some(arg => arg.includes('root=/mnt'))
  if (args.includes('--print-invalid')) return printInvalid(shop, onDisk, args, process)
  const packed = unpack((await process.input()).toString())
  if (packed === undefined) return complain(process, 'error: input does not look like a store path', 1)
  if (onDisk) shop.uptime.survive('copying')
  await shop.uptime.carry(packed.bytes)
  if (!onDisk) shop.ram.store.set(packed.path, packed.content)
  else if (!addToDisk(shop, tree => ({ ...tree, store: new Set([...tree.store, packed.path]) })))
    return complain(process, "error: creating directory '/mnt/nix/store': nothing is mounted on /mnt", 1)
  return 0
}

const printInvalid = (
  { ram }: Workshop,
  onDisk: boolean,
  args: readonly string[],
  { out }: Process,
): number => {
  const known = onDisk ? treeOn(ram)?.store : ram.store
  for (const path of args) if (path.startsWith('/nix/store/') && !known?.has(path)) out(`${path}\n`)
  return 0
}

const treeOn = ({ mounted }: Ram): Tree | undefined =>
  mounted?.contents.kind === 'halfWritten' || mounted?.contents.kind === 'installed'
    ? mounted.contents.tree
    : undefined

const addToDisk = ({ ram }: Workshop, change: (tree: Tree) => Tree): boolean => {
  const tree = treeOn(ram)
  if (ram.mounted === undefined || tree === undefined) return false
  ram.mounted.contents = { kind: 'halfWritten', tree: change(tree) }
  return true
}

const complain = ({ err }: Process, line: string, code: number): number => {
  err(`${line}\n`)
  return code
}

/** The devices are read from the script itself: what it says it zaps is zapped. */
const disko = async (shop: Workshop, script: string, process: Process): Promise<number> => {
  const { uptime, disks, ram } = shop
  shop.began()
  for (const [, line = ''] of script.matchAll(/^echo "(.*)"$/gm)) process.out(`${line}\n`)
  await uptime.rest(2)
  for (const [, device = ''] of script.matchAll(/^sgdisk --zap-all (\S+)$/gm)) {
    const disk = uptime.faults.habits.has('disko-fails') ? undefined : deviceOf(disks, device)
    if (disk === undefined)
      return complain(process, `disko: sgdisk: Problem opening ${device} for reading!`, 5)
    disk.contents = { kind: 'halfWritten', tree: emptyTree }
    ram.mounted ??= disk
  }
  uptime.survive('partitioning')
  await uptime.rest(2)
  return 0
}

/** `tar -C /mnt -xf-`: what is not below /mnt stays in memory. */
const untar = async (shop: Workshop, args: readonly string[], process: Process): Promise<number> => {
  const root = args[args.indexOf('-C') + 1] ?? '/'
  const archive = await process.input()
  for (const [path, file] of filesInTar(archive)) writeFile(shop, posix.join(root, path), file)
  return 0
}

export const writeFile = (shop: Workshop, path: string, file: File): void => {
  if (!path.startsWith('/mnt/')) shop.ram.files.set(path, file)
  else
    addToDisk(shop, tree => ({
      ...tree,
      files: new Map([...tree.files, [path.slice('/mnt/'.length), file]]),
    }))
}

const nixosInstall = async (shop: Workshop, args: readonly string[], process: Process): Promise<number> => {
  const { uptime, ram } = shop
  const system = args[args.indexOf('--system') + 1] ?? ''
  process.out(`simulated nixos-install: ${args.join(' ')}\n`)
  await uptime.rest(3)
  uptime.survive('installing')
  if (uptime.faults.habits.has('install-fails')) return complain(process, 'error: bootloader failed', 7)
  const tree = treeOn(ram)
  if (ram.mounted === undefined || !tree?.store.has(system))
    return complain(process, `error: path '${system}' is not in the store of /mnt`, 1)
  await uptime.rest(3)
  ram.mounted.contents = { kind: 'installed', system, tree }
  process.out('installation finished!\n')
  return bootable(shop.disks) === undefined ? 1 : 0
}
