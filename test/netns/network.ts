/** A rack in namespaces: the jump host with a bridge (and a default route that leads elsewhere), machines around it. */
import { execFileSync, spawnSync } from 'node:child_process'

export interface Machine {
  readonly namespace: string
  readonly interface: string
}

export interface Rack extends Disposable {
  readonly host: string
  machine(mac: string): Machine
  /** Another network of this host, as libvirt makes one: nothing of ours is in it. */
  guests(name: string, address: string): void
}

const run = (...command: readonly [string, ...string[]]): string =>
  execFileSync(command[0], command.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

/** `ip` inside a namespace. */
export const ip = (namespace: string, ...args: readonly string[]): string =>
  run('ip', '-n', namespace, ...args)

export const execIn = (namespace: string, ...command: readonly string[]): string =>
  run('ip', 'netns', 'exec', namespace, ...command)

/** A program's end, whatever it was: its exit code and everything it said. */
export const tryIn = (
  namespace: string,
  ...command: readonly string[]
): { code: number | null; said: string } => {
  const { status, stdout, stderr } = spawnSync('ip', ['netns', 'exec', namespace, ...command], {
    encoding: 'utf8',
  })
  return { code: status, said: `${stdout}${stderr}` }
}

/** `address` is the jump host's, with its prefix. */
export const buildRack = (address: string): Rack => {
  const name = `fl${process.pid}`
  const made: string[] = []
  const namespace = (suffix: string): string => {
    run('ip', 'netns', 'add', `${name}${suffix}`)
    made.push(`${name}${suffix}`)
    ip(`${name}${suffix}`, 'link', 'set', 'lo', 'up')
    return `${name}${suffix}`
  }
  const host = namespace('h')
  bridge(host, 'br0', address)
  uplink(host)
  return {
    host,
    guests: (name, address) => bridge(host, name, address),
    machine: mac => plug(host, namespace(`m${made.length}`), made.length, mac),
    [Symbol.dispose]: () => {
      for (const each of made) run('ip', 'netns', 'del', each)
    },
  }
}

const bridge = (host: string, name: string, address: string): void => {
  ip(host, 'link', 'add', name, 'type', 'bridge', 'stp_state', '0', 'forward_delay', '0')
  ip(host, 'addr', 'add', address, 'dev', name)
  ip(host, 'link', 'set', name, 'up')
}

/** The office network: a wildcard socket would broadcast out of this one, as the default route says. */
const uplink = (host: string): void => {
  ip(host, 'link', 'add', 'office0', 'type', 'veth', 'peer', 'name', 'office1')
  ip(host, 'addr', 'add', '192.0.2.1/24', 'dev', 'office0')
  ip(host, 'link', 'set', 'office0', 'up')
  ip(host, 'link', 'set', 'office1', 'up')
  ip(host, 'route', 'add', 'default', 'via', '192.0.2.254')
}

const plug = (host: string, namespace: string, port: number, mac: string): Machine => {
  ip(host, 'link', 'add', `port${port}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
  ip(host, 'link', 'set', `port${port}`, 'master', 'br0', 'up')
  ip(namespace, 'link', 'set', 'eth0', 'address', mac)
  ip(namespace, 'link', 'set', 'eth0', 'up')
  ip(namespace, 'route', 'add', 'default', 'dev', 'eth0')
  return { namespace, interface: 'eth0' }
}
