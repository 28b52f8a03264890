/** SSH to a real sshd on loopback: commands on an open connection, and bytes beside scp. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createSsh } from '../../src/engine/node/ssh.ts'
import type { SshSession } from '../../src/engine/world.ts'
import { freePorts } from '../../src/lab/simulated/ports.ts'
import { type Bench, type Benchmark, figure, type Line, line, skipped } from '../harness/benchmark.ts'
import { interleave, quantile, repeat, type Sample } from '../harness/measure.ts'
import { asRoot, findPeer } from '../harness/peers.ts'
import { type Running, start } from '../harness/process.ts'

export const ssh: Benchmark = {
  name: 'ssh',
  run: async bench => {
    const program = findPeer('sshd')
    if (program === undefined || !asRoot()) return [skipped('SSH', 'it needs sshd, and root to run one')]
    const desk = await layOut(bench.folder)
    await using _server = await startSshd(program, desk)
    const session = await connect(desk)
    try {
      return [await commands(bench, session), await upload(bench, session, desk)]
    } finally {
      session.close()
    }
  },
}

interface Desk {
  readonly folder: string
  readonly port: number
  readonly key: string
  readonly hostKey: string
}

const address = '127.0.0.1'

const layOut = async (folder: string): Promise<Desk> => {
  const [key, hostKey] = ['key', 'host'].map(name => join(folder, name)) as [string, string]
  for (const path of [key, hostKey]) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path])
  return { folder, port: (await freePorts()).ssh, key, hostKey }
}

const startSshd = async (program: string, { folder, port, key, hostKey }: Desk): Promise<Running> => {
  // Where Debian's sshd locks itself in before a client is known.
  mkdirSync('/run/sshd', { recursive: true })
  const config = join(folder, 'sshd_config')
  writeFileSync(
    config,
    [
      ...[`Port ${port}`, `ListenAddress ${address}`, `HostKey ${hostKey}`, `AuthorizedKeysFile ${key}.pub`],
      ...[
        'StrictModes no',
        'UsePAM no',
        'PermitRootLogin yes',
        'PidFile none',
        'Subsystem sftp internal-sftp',
      ],
      // A bash that sshd started reads ~/.bashrc first, whatever is in it; one deep enough does not.
      'SetEnv SHLVL=5',
    ].join('\n'),
  )
  const server = start([program, '-D', '-e', '-f', config])
  await server.line(/listening/)
  return server
}

const connect = async ({ port, key, hostKey }: Desk): Promise<SshSession> => {
  const session = await createSsh().connect({
    ...{ address, port, user: userInfo().username, timeout: 10_000 },
    privateKeys: [readFileSync(key, 'utf8')],
    hostKeys: [readFileSync(`${hostKey}.pub`, 'utf8').split(' ', 2).join(' ')],
  })
  if (!session.ok) throw new Error(session.fault.message)
  return session.value
}

const exec = async (session: SshSession, command: string, input?: string): Promise<void> => {
  const done = await session.exec(command, { timeout: 60_000, ...(input === undefined ? {} : { input }) })
  if (!done.ok || done.value.exitCode !== 0) throw new Error(`${command} failed`)
}

const commands = async ({ smoke, rounds }: Bench, session: SshSession): Promise<Line> => {
  const round = async (): Promise<Sample> => {
    const times: number[] = []
    for (let n = 0; n < (smoke ? 3 : 50); n++) {
      const began = performance.now()
      await exec(session, ':')
      times.push(performance.now() - began)
    }
    return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) }
  }
  const sample = await repeat(rounds, round)
  const [p50, p99] = [figure(sample, 'p50'), figure(sample, 'p99')]
  return line({
    what: 'SSH, a command on an open connection',
    firstlight: `${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
    bar: '≤ 8 ms',
    met: p50 <= 8,
  })
}

/** Both put the same file on the same disk. scp's own connection is part of its time, as it is of its use. */
const upload = async ({ smoke, rounds, folder }: Bench, session: SshSession, desk: Desk): Promise<Line> => {
  const bytes = smoke ? 1e6 : 64e6
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  const text = 'firstlight'.repeat(bytes / 10)
  writeFileSync(from, text)
  const timed = async (run: () => Promise<unknown>): Promise<Sample> => {
    const [began, cpu] = [performance.now(), process.cpuUsage()]
    await run()
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(cpu)
    return { rate: bytes / 1e6 / seconds, cost: (user + system) / 1e3 / (bytes / 1e6) }
  }
  const { firstlight, scp } = await interleave(rounds, {
    firstlight: () => timed(() => exec(session, `cat >${to}`, text)),
    scp: () => timed(() => scpTo(desk, from, to)),
  })
  const [ours, theirs] = [figure(firstlight, 'rate'), figure(scp, 'rate')]
  return line({
    what: `SSH, upload of ${bytes / 1e6} MB`,
    firstlight: `${ours.toFixed(0)} MB/s`,
    beside: `scp ${theirs.toFixed(0)} MB/s`,
    ratio: ours / theirs,
    cpu: `${figure(firstlight, 'cost').toFixed(1)} ms/MB`,
    bar: '≥ 1.0 × scp',
    met: ours >= theirs,
  })
}

const scpTo = ({ port, key }: Desk, from: string, to: string): Promise<string> =>
  start([
    ...(['scp', '-q', '-F', 'none', '-i', key, '-P', String(port)] as const),
    ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'BatchMode=yes'],
    ...[from, `${userInfo().username}@${address}:${to}`],
  ]).output()
