import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Node } from './namespaces.ts'
import type { Files } from './nix.ts'

export type Route = { prefix: string; path: string; communities: string; large: string; med: number }
/** A running BGP daemon: its sessions, how many routes its peers sent, and those of them it took. */
export type Speaker = {
  states: () => Promise<string>
  established: () => Promise<boolean>
  received: () => Promise<number>
  learned: () => Promise<Route[]>
  kill: () => Promise<void>
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)

/** Starts on the node whichever daemon the files are for. */
export async function speak(
  node: Node,
  folder: string,
  files: Files,
  passwords: string | null,
): Promise<Speaker> {
  await mkdir(folder, { recursive: true })
  return passwords === null ? gobgp(node, folder, files) : bird(node, folder, files, passwords)
}

async function bird(node: Node, folder: string, files: Files, passwords: string): Promise<Speaker> {
  const [config, control] = [join(folder, 'bird.conf'), join(folder, 'bird.ctl')]
  // Both machines share this one's /run, so each has its own folder for it.
  const here = (text: string) => text.replaceAll('/run/nix-nos', join(folder, 'run'))
  await node.run('sh', '-c', here(passwords))
  await writeFile(config, here(String(files['/etc/bird/bird.conf'])))
  const kill = node.start('bird', '-f', '-c', config, '-s', control)
  const ask = (...command: string[]) => node.run('birdc', '-s', control, '-r', ...command)
  const states = async () =>
    (await ask('show', 'protocols'))
      .split('\n')
      .filter(l => / BGP /.test(l))
      .join('\n')
  return {
    states,
    established: async () => (await states()).split('\n').every(line => line.includes('Established')),
    received: async () => {
      const protocols = (await ask('show', 'protocols', 'all')).split('\n\n')
      const updates = protocols
        .filter(p => p.includes('BGP state:'))
        .map(p => p.match(/Import updates: +(\d+)/)?.[1])
      return sum(updates.map(n => Number(n ?? 0)))
    },
    kill,
    learned: async () => birdRoutes(await ask('show', 'route', 'all', 'where', 'source', '~', '[RTS_BGP]')),
  }
}

function birdRoutes(text: string): Route[] {
  // Each route begins in the first column; what belongs to it is indented.
  const blocks = text.split(/\n(?=[0-9a-f]+[.:])/).filter(block => /BGP\.as_path/.test(block))
  return blocks.map(block => {
    const attribute = (key: string) => block.match(new RegExp(`BGP\\.${key}: (.*)`))?.[1]?.trim() ?? ''
    const numbers = (key: string) =>
      attribute(key).replace(/[()]/g, '').replaceAll(', ', ':').replaceAll(',', ':')
    return {
      prefix: block.match(/^(\S+)/m)?.[1] ?? '',
      path: attribute('as_path'),
      communities: numbers('community'),
      large: numbers('large_community'),
      med: Number(attribute('med') || 0),
    }
  })
}

async function gobgp(node: Node, folder: string, files: Files): Promise<Speaker> {
  const config = join(folder, 'gobgpd.toml')
  await writeFile(config, String(files['/etc/gobgpd/gobgpd.toml']))
  await writeFile(join(folder, 'announce'), String(files['/etc/gobgpd/announce']))
  const kill = node.start('gobgpd', '-t', 'toml', '-f', config, '--log-level', 'error')
  await node.run('sh', join(folder, 'announce'))
  const ask = async <T>(...command: string[]) => JSON.parse(await node.run('gobgp', ...command, '-j')) as T
  const peers = () => ask<Neighbor[]>('neighbor')
  return {
    states: async () => JSON.stringify(await peers()),
    established: async () => (await peers()).every(peer => peer.state?.session_state === 6),
    received: async () => sum((await peers()).flatMap(p => p.afi_safis.map(a => a.state?.received ?? 0))),
    kill,
    learned: async () => {
      const ribs = await Promise.all(['ipv4', 'ipv6'].map(f => ask<Rib>('global', 'rib', '-a', f)))
      return ribs.flatMap(gobgpRoutes)
    },
  }
}

type Neighbor = { state?: { session_state?: number }; afi_safis: { state?: { received?: number } }[] }
type Attribute = {
  type: number
  value?: unknown
  as_paths?: { asns: number[] }[]
  communities?: number[]
  metric?: number
}
type Rib = Record<string, { nlri: { prefix: string }; attrs: Attribute[]; 'neighbor-ip'?: string }[]>

function gobgpRoutes(rib: Rib): Route[] {
  const learned = Object.values(rib)
    .flat()
    .filter(path => path['neighbor-ip'] !== undefined && path['neighbor-ip'] !== '<nil>')
  return learned.map(({ nlri, attrs }) => {
    const of = (type: number) => attrs.find(a => a.type === type)
    return {
      prefix: nlri.prefix,
      path: (of(2)?.as_paths ?? []).flatMap(p => p.asns).join(' '),
      communities: (of(8)?.communities ?? []).map(c => `${Math.floor(c / 65536)}:${c % 65536}`).join(' '),
      large: ((of(32)?.value ?? []) as { ASN: number; LocalData1: number; LocalData2: number }[])
        .map(c => `${c.ASN}:${c.LocalData1}:${c.LocalData2}`)
        .join(' '),
      med: of(4)?.metric ?? 0,
    }
  })
}
