import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'
import type { Files } from './nix.ts'
import { tool } from './tools.ts'

// In namespaces of its own: its /run holds the units and nothing else, its network only what the test makes, and its
// /sys is read-only, by which networkd knows that no udev will tell it about devices.
const preparation = `
  set -e
  mount -t tmpfs none /run
  mount -t sysfs -o ro none /sys
  mkdir -p /run/systemd/network /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
  cp "$1"/* /run/systemd/network/
  chown -R systemd-network:systemd-network /run/systemd/netif
  eval "$2"
  export SYSTEMD_LOG_LEVEL=debug SYSTEMD_LOG_TARGET=console
  exec "$3"
`

/** What networkd complains of when it reads the units. */
export async function enumerated(units: Files): Promise<string[]> {
  if (Object.keys(units).length === 0) return []
  return withNetworkd(units, '', async (_, lines) => {
    const heard = await until(lines, line => line === 'Enumeration completed')
    return heard.filter(line => line.startsWith('/run/systemd/network/'))
  })
}

/** What a command prints in the namespace once networkd has configured the device. */
export async function applied(units: Files, device: string, setup: string, commands: string[][]) {
  return withNetworkd(units, setup, async (pid, lines) => {
    await until(lines, line => line.startsWith(`${device}: State changed: configuring -> configured`))
    const run = ([program = '', ...args]: string[]) =>
      execa('nsenter', ['-n', '-t', String(pid), tool(program), ...args])
    return Promise.all(commands.map(async command => (await run(command)).stdout))
  })
}

async function withNetworkd<T>(
  units: Files,
  setup: string,
  use: (pid: number, lines: AsyncIterator<string>) => Promise<T>,
) {
  const folder = await mkdtemp(join(tmpdir(), 'networkd-'))
  await Promise.all(Object.entries(units).map(([name, text]) => writeFile(join(folder, name), text)))
  const args = ['-m', '-n', 'sh', '-c', preparation, 'sh', folder, setup, tool('systemd-networkd')]
  const daemon = execa('unshare', args, { all: true, reject: false, buffer: false, timeout: 20_000 })
  try {
    const lines = createInterface({ input: daemon.all })[Symbol.asyncIterator]()
    return await use(daemon.pid ?? 0, lines)
  } finally {
    daemon.kill()
    await daemon
    await rm(folder, { recursive: true, force: true })
  }
}

async function until(lines: AsyncIterator<string>, isLast: (line: string) => boolean): Promise<string[]> {
  const heard: string[] = []
  for (;;) {
    const { value, done } = await lines.next()
    if (done) throw new Error(`networkd ended early:\n${heard.slice(-20).join('\n')}`)
    heard.push(value)
    if (isLast(value)) return heard
  }
}
