import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { enumerated } from './networkd.ts'
import type { Files } from './nix.ts'
import { tool } from './tools.ts'

/** What the daemons say against a host's files, each for its own: nothing, when all are content. */
export async function complaints(files: Files): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'judge-'))
  try {
    const asked = Object.entries(files).map(([path, text]) => judges[basename(path)]?.(folder, text) ?? [])
    return (await Promise.all([...asked, enumerated(units(files))])).flat()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const judges: Record<string, (folder: string, text: string) => Promise<string[]>> = {
  'bird.conf': bird,
  'gobgpd.toml': gobgp,
  'nix-nos.nft': nft,
  announce: shell,
}

export function units(files: Files): Files {
  const own = Object.entries(files).filter(([path]) => path.startsWith('/etc/systemd/network/'))
  return Object.fromEntries(own.map(([path, text]) => [basename(path), text]))
}

const passwords = '/run/nix-nos/bgp'

async function bird(folder: string, text: string): Promise<string[]> {
  // The passwords are there only once a machine runs; any will do for reading the file.
  await mkdir(join(folder, 'bgp'), { recursive: true })
  for (const [, name] of text.matchAll(/include "\/run\/nix-nos\/bgp\/(.+)";/g))
    await writeFile(join(folder, 'bgp', String(name)), 'password "canary";\n')
  return ask(folder, 'bird.conf', text.replaceAll(passwords, join(folder, 'bgp')), file => [
    'bird',
    '-p',
    '-c',
    file,
  ])
}

function gobgp(folder: string, text: string): Promise<string[]> {
  return ask(folder, 'gobgpd.toml', text, file => ['gobgpd', '-d', '-t', 'toml', '-f', file])
}

function nft(folder: string, text: string): Promise<string[]> {
  return ask(folder, 'nix-nos.nft', text, file => ['unshare', '-n', tool('nft'), '-c', '-f', file])
}

function shell(folder: string, text: string): Promise<string[]> {
  return ask(folder, 'announce', text, file => ['sh', '-n', file])
}

async function ask(folder: string, name: string, text: string, command: (file: string) => string[]) {
  const file = join(folder, name)
  await writeFile(file, text)
  const [program = '', ...args] = command(file)
  const { failed, all } = await execa(tool(program), args, { reject: false, all: true, timeout: 20_000 })
  return failed ? [`${program}: ${all}`] : []
}
