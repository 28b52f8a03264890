import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Node, withTwoNodes } from './namespaces.ts'
import { evaluate, type Files, generators } from './nix.ts'
import { type Speaker, speak } from './speakers.ts'

/** Everything a conversation between two BGP speakers needs on the machine. */
export const needs = ['nix', 'bird', 'birdc', 'gobgpd', 'gobgp', 'unshare', 'nsenter', 'ip', 'root']

export type Pair = readonly [a: 'bird' | 'gobgp', b: 'bird' | 'gobgp']
export type Configured = Record<'a' | 'b', { files: Files; passwords: string | null }>

/** Hosts a and b on one cable, which carries both families: `link` is what the link says, `hosts` what they say. */
export function configure([a, b]: Pair, link: string, hosts: string): Promise<Configured> {
  return evaluate(`
    let
      own = ${hosts};
      with' = backend: host: host // { bgp = host.bgp // { backend = backend; }; };
      all = ${generators}.topology.hosts {
        links = [ ({ a = "a.eth0"; b = "b.eth0"; prefix = [ "10.9.0.0/30" "2001:db8:9::/64" ]; } // ${link}) ];
        hosts = { a = with' "${a}" own.a; b = with' "${b}" own.b; };
      };
    in builtins.mapAttrs (_: host: {
      files = ${generators}.host host;
      passwords = if host.bgp.backend == "bird" then ${generators}.passwordScript "root" host else null;
    }) all`)
}

/** Polls, as neither daemon can be asked to say when; a minute is far more than either takes. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  says: () => Promise<string>,
): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await holds().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`${what}: not within a minute\n${await says()}`)
    await pause(100)
  }
}

async function addAddresses(node: Node, n: number): Promise<void> {
  await node.run('ip', 'addr', 'add', `10.9.0.${n}/30`, 'dev', 'eth0')
  await node.run('ip', 'addr', 'add', `2001:db8:9::${n}/64`, 'dev', 'eth0', 'nodad')
}

export async function connected(a: Speaker, b: Speaker): Promise<void> {
  const both = async () => (await a.established()) && (await b.established())
  await until('sessions', both, async () => `${await a.states()}\n${await b.states()}`)
}

/** Lets a and b talk, and asks what comes of it. */
export async function converse(
  hosts: Configured,
  then: (a: Speaker, b: Speaker) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'speakers-'))
  try {
    await withTwoNodes(async (first, second) => {
      await Promise.all([addAddresses(first, 1), addAddresses(second, 2)])
      const [a, b] = await Promise.all([
        speak(first, join(folder, 'a'), hosts.a.files, hosts.a.passwords),
        speak(second, join(folder, 'b'), hosts.b.files, hosts.b.passwords),
      ])
      await then(a, b)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
