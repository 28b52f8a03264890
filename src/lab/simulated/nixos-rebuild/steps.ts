/** What nixos-rebuild does for a target host, step by step; each resolves to an exit code. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import type { Remote } from '../nixos-anywhere/remote.ts'
import { closureOf, scriptAt } from '../nixos-anywhere/store.ts'
import { pack } from '../shell/archive.ts'
import type { Arguments } from './arguments.ts'

const profile = '/nix/var/nix/profiles/system'
const err = (line: string): void => void process.stderr.write(`${line}\n`)

/** What the flake's output is built to. */
export const systemOf = async ({ labManifest, name }: Arguments): Promise<string | undefined> => {
  err('building the system configuration...')
  const manifest = JSON.parse(await readFile(labManifest, 'utf8')) as {
    systems: Record<string, { toplevel: string }>
  }
  return manifest.systems[name]?.toplevel
}

export const copySystem = async (
  remote: Remote,
  { labStore }: Arguments,
  system: string,
): Promise<number> => {
  const closure = await closureOf(labStore, system)
  const asked = `nix-store --check-validity --print-invalid ${closure.map(({ path }) => path).join(' ')}`
  const { stdout, code } = await remote.run(asked, { quiet: true })
  if (code !== 0) return code
  const missing = closure.filter(({ path }) => stdout.split('\n').includes(path))
  err(`copying ${missing.length} paths...`)
  for (const { path, bytes } of missing) {
    err(`copying path '${path}'...`)
    const input = pack({ path, bytes, content: await scriptAt(labStore, path) })
    const sent = await remote.run('nix-store --import', { input, quiet: true })
    if (sent.code !== 0) return sent.code
  }
  return 0
}

export const setProfile = async (remote: Remote, system: string): Promise<number> =>
  (await remote.run(`nix-env -p ${profile} --set ${system}`)).code

export const rollBack = async (remote: Remote): Promise<number> =>
  (await remote.run(`nix-env -p ${profile} --rollback`)).code

export const switchTo = async (remote: Remote, system: string | null, verb: string): Promise<number> =>
  (await remote.run(`${system ?? profile}/bin/switch-to-configuration ${verb}`)).code

/** In the current folder, as the real one leaves its `result`. */
export const buildVm = async ({ name }: Arguments): Promise<number> => {
  const path = `result/bin/run-${name}-vm`
  await mkdir('result/bin', { recursive: true })
  await writeFile(path, `#!/bin/sh\necho "the simulated ${name}"\n`)
  await chmod(path, 0o755)
  err(`Done.  The virtual machine can be started by running ${process.cwd()}/${path}`)
  return 0
}
