/**
 * What nixos-anywhere does, step by step, in the words the real one says it in: the engine reads them. Each
 * function resolves to the exit code it ends the program with, or to 0 to go on.
 */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { posix } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pack } from '../shell/archive.ts'
import type { Arguments } from './arguments.ts'
import { connect, type Remote } from './remote.ts'
import { closureOf, hasSystem, scriptAt } from './store.ts'

export interface Anywhere {
  readonly args: Arguments
  readonly privateKey: Buffer
  readonly remote: Remote
}

const out = (line: string): void => void process.stdout.write(`${line}\n`)
const err = (line: string): void => void process.stderr.write(`${line}\n`)
const step = (name: string): void => out(`### ${name} ###`)

/** Every ssh of the real one starts with an empty known_hosts, and says so. */
const sshNotice = ({ args }: Pick<Anywhere, 'args'>): void => {
  const { host, port } = args.connection
  const name = port === 22 ? host : `[${host}]:${port}`
  err(`Warning: Permanently added '${name}' (ED25519) to the list of known hosts.`)
}

export const checkStore = async ({ labStore, toplevel }: Arguments): Promise<number> => {
  if (await hasSystem(labStore, toplevel)) return 0
  err(`cat: ${toplevel}/system: No such file or directory`)
  return 1
}

const between = 3000

/** Never gives up, whatever the reason: a closed port, a refused key, a machine that is not there. */
export const uploadKeys = async (args: Arguments, privateKey: Buffer): Promise<Remote> => {
  err('Warning: Identity file $TMPDIR/nixos-anywhere not accessible: No such file or directory.')
  err('Pseudo-terminal will not be allocated because stdin is not a terminal.')
  step('Uploading install SSH keys')
  for (;;) {
    copyId('INFO: Source of key(s) to be installed: "$TMPDIR/nixos-anywhere.pub"')
    copyId('INFO: attempting to log in with the new key(s), to filter out any that are already installed')
    const connected = await connect(args.connection, privateKey)
    if (connected.ok) {
      skipped()
      return connected.remote
    }
    sayWhyNot(args, connected)
    await setTimeout(between)
  }
}

const copyId = (line: string): void => err(`/usr/bin/ssh-copy-id: ${line}`)

const skipped = (): void => {
  err('')
  copyId('WARNING: All keys were skipped because they already exist on the remote system.')
  err('\t\t(if you think this is a mistake, you may want to use -f option)')
  err('')
}

const sayWhyNot = (args: Arguments, { refused, why }: { refused: boolean; why: string }): void => {
  const { user, host, port } = args.connection
  if (refused) {
    copyId('INFO: 1 key(s) remain to be installed -- if you are prompted now it is to install the new keys')
    sshNotice({ args })
    err(`${user}@${host}: Permission denied (publickey).`)
    return
  }
  err('')
  copyId(`ERROR: ssh: connect to host ${host} port ${port}: ${sentence(why)}`)
  err('')
}

const sentence = (why: string): string => (why.includes('ECONNREFUSED') ? 'Connection refused' : why)

export const gatherFacts = async (anywhere: Anywhere): Promise<number> => {
  step('Gathering machine facts')
  sshNotice(anywhere)
  const { code } = await anywhere.remote.run('cat /etc/os-release', { quiet: true })
  if (code !== 0) return code
  for (const tool of ['tar', 'cpio', 'nix-store']) {
    const found = await anywhere.remote.run(`command -v ${tool} >/dev/null`, { quiet: true })
    if (found.code === 255) return 255
    if (found.code !== 0) return complain(`aborted: no ${tool} command found, but required`)
  }
  return 0
}

const complain = (line: string): number => {
  err(line)
  return 1
}

export const disko = async (anywhere: Anywhere): Promise<number> => {
  const { args, remote } = anywhere
  for (const [path, local] of args.diskKeys) {
    step(`Uploading ${local} to ${path}`)
    const command = `umask 077; mkdir -p ${quoted(posix.dirname(path))}; cat > ${quoted(path)}`
    const { code } = await remote.run(command, { input: await readFile(local) })
    if (code !== 0) return code
  }
  const copied = await copy(anywhere, args.disko, 'local')
  if (copied !== 0) return copied
  step('Formatting hard drive with disko')
  sshNotice(anywhere)
  return (await remote.run(args.disko)).code
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** `nix copy`: asks what is missing, and sends that. */
const copy = async (anywhere: Anywhere, path: string, store: string): Promise<number> => {
  const { args, remote } = anywhere
  sshNotice(anywhere)
  const closure = await closureOf(args.labStore, path)
  const asked = `nix-store --store ${quoted(store)} --check-validity --print-invalid ${closure.map(({ path }) => path).join(' ')}`
  const { stdout, code } = await remote.run(asked, { quiet: true })
  if (code === 255) return cut(anywhere)
  const missing = closure.filter(({ path }) => stdout.split('\n').includes(path))
  err(`copying ${missing.length} paths...`)
  for (const { path, bytes } of missing) {
    err(`copying path '${path}' to 'ssh://${args.connection.user}@${args.connection.host}'...`)
    const input = pack({ path, bytes, content: await scriptAt(args.labStore, path) })
    const sent = await remote.run(`nix-store --store ${quoted(store)} --import`, { input, quiet: true })
    if (sent.code !== 0) return sent.code === 255 ? cut(anywhere) : 1
  }
  return 0
}

/** nix tells a lost connection its own way, and ends with 1. */
const cut = ({ args }: Anywhere): number =>
  complain(`error: cannot connect to '${args.connection.user}@${args.connection.host}'`)

export const install = async (anywhere: Anywhere): Promise<number> => {
  const { args, remote } = anywhere
  step('Uploading the system closure')
  const copied = await copy(anywhere, args.toplevel, 'local?root=/mnt')
  if (copied !== 0) return copied
  if (args.extraFiles !== null) {
    step('Copying extra files')
    sshNotice(anywhere)
    const { code } = await remote.run('tar -C /mnt -xf- --no-same-owner', {
      input: await archiveOf(args.extraFiles),
    })
    if (code !== 0) return code
  }
  step('Installing NixOS')
  sshNotice(anywhere)
  const command = `nixos-install --no-root-passwd --no-channel-copy --system ${args.toplevel}`
  return (await remote.run(command)).code
}

const archiveOf = async (folder: string): Promise<Buffer> => {
  const tar = spawn('tar', ['-C', folder, '-cpf-', '.'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  for await (const chunk of tar.stdout as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Waits, without bound, for the machine to be gone; whether it comes back it does not ask. */
export const reboot = async (anywhere: Anywhere): Promise<number> => {
  const { args, privateKey, remote } = anywhere
  step('Rebooting')
  sshNotice(anywhere)
  await remote.run("nohup sh -c 'sleep 6 && reboot' >/dev/null &")
  remote.close()
  step('Waiting for the machine to become unreachable due to reboot')
  for (;;) {
    const connected = await connect(args.connection, privateKey)
    if (!connected.ok) {
      const { host, port } = args.connection
      err(`ssh: connect to host ${host} port ${port}: ${sentence(connected.why)}`)
      return 0
    }
    connected.remote.close()
    sshNotice(anywhere)
    await setTimeout(1000)
  }
}

export const done = (): void => step('Done!')
