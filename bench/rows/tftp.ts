/** TFTP beside Debian's two servers: windows, lockstep, and a bad link. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Ports } from '../../src/engine/plan.ts'
import { freePorts } from '../../src/lab/simulated/ports.ts'
import { type Bench, type Benchmark, figure, type Line, line } from '../harness/benchmark.ts'
import { interleave, type Sample } from '../harness/measure.ts'
import { findPeer } from '../harness/peers.ts'
import { nodeCommand, type Running, start } from '../harness/process.ts'
import { program, startServers, writeFile } from '../harness/site.ts'

export const tftp: Benchmark = {
  name: 'tftp',
  run: async bench => {
    const lines: Line[] = []
    for (const race of races(bench.smoke)) lines.push(await run(bench, race))
    return lines
  },
}

interface Race {
  readonly what: string
  readonly clients: number
  readonly bytes: number
  readonly times: number
  readonly window: number
  readonly against: readonly Peer[]
  /** Beside what Node takes to send the blocks, too. */
  readonly floor?: true
  readonly bar: number
  /** Most milliseconds of processor time for a megabyte. */
  readonly cost?: number
  /** Through a link of that delay each way, and that loss. */
  readonly link?: { readonly delay: number; readonly loss: number }
}

type Peer = 'atftpd' | 'tftpd-hpa'

const megabyte = 1e6

const races = (smoke: boolean): readonly Race[] => {
  const [many, times] = smoke ? [2, 1] : [64, 8]
  const file = smoke ? 1e5 : 4 * megabyte
  const one = {
    clients: 1,
    bytes: smoke ? file : 16 * megabyte,
    window: 64,
    times,
    against: ['atftpd'],
  } as const
  const rack = { clients: many, times: 1 }
  return [
    {
      ...{ ...rack, what: `windowsize 16, ${many} clients`, bytes: file, window: 16, against: ['atftpd'] },
      // Long enough that what V8 still compiles does not count as what a megabyte costs.
      ...{ times: Math.ceil(times / 2), bar: 1, cost: 2, floor: true },
    },
    { ...one, what: 'windowsize 64, one client', bar: 1, floor: true },
    {
      ...{ ...one, times: 1, what: 'windowsize 64, RTT 1 ms, 0.2 % loss' },
      ...{ bar: 5, link: { delay: 0.5, loss: 0.002 } },
    },
    {
      ...{ ...rack, what: `lockstep, ${many} clients`, bytes: file / 4, window: 1 },
      ...{ against: ['atftpd', 'tftpd-hpa'], bar: 1 },
    },
  ]
}

const run = async (bench: Bench, race: Race): Promise<Line> => {
  const ports = await freePorts()
  const folder = join(bench.folder, race.what.replaceAll(/\W+/g, '-'))
  mkdirSync(folder)
  writeFile(join(folder, program), race.bytes)
  const { clients: machines, bytes } = race
  const servers = { folder, machines, interface: 'lo', address, ports, program: bytes }
  const contenders = {
    firstlight: () => round(race, ports, `{mac}/${program}`, () => startServers(servers)),
    ...(race.floor && { [floor]: () => round(race, ports, program, () => startFloor(ports.tftp, bytes)) }),
    ...Object.fromEntries(race.against.flatMap(peer => against(race, peer, folder, ports))),
  }
  return asLine(race, await interleave<string>(bench.rounds, contenders))
}

const address = '127.0.0.1'

const floor = 'an empty sender in Node'

const startFloor = async (port: number, bytes: number): Promise<Running> => {
  const server = start(
    nodeCommand(join(import.meta.dirname, '..', 'blocks.ts'), address, String(port), String(bytes)),
  )
  await server.line(/^serving/)
  return server
}

const against = (race: Race, peer: Peer, folder: string, ports: Ports) => {
  const found = findPeer(peer === 'atftpd' ? 'atftpd' : 'in.tftpd')
  if (found === undefined) return []
  const begin = async () => peers[peer](found, folder, ports.tftp)
  return [[peer, () => round(race, ports, program, begin)] as const]
}

const peers = {
  atftpd: (found: string, folder: string, port: number) =>
    start([
      ...([found, '--daemon', '--no-fork', '--port', String(port), '--bind-address', address] as const),
      ...['--user', 'root', '--group', 'root', '--maxthread', '500', '--no-multicast', folder],
    ]),
  'tftpd-hpa': (found: string, folder: string, port: number) =>
    start([
      found,
      '--foreground',
      '--listen',
      '--address',
      `${address}:${port}`,
      '--user',
      'root',
      '--secure',
      folder,
    ]),
}

/** The first, small round is not counted: it finds the server up, and warm. */
const round = async (
  race: Race,
  ports: Ports,
  file: string,
  begin: () => Promise<Running>,
): Promise<Sample> => {
  await using server = await begin()
  await using link = await startLink(race, ports.tftp)
  const port = link === undefined ? ports.tftp : Number((await link.line(/listening/)).split(' ').at(-1))
  const { clients, bytes, window, times } = race
  const fetchAll = () =>
    start(
      nodeCommand(loadFile('tftp'), ...[address, port, file, clients, bytes, window, times].map(String)),
    ).output()
  await fetchAll()
  const before = server.cpu()
  const { seconds, repeats } = JSON.parse(await fetchAll()) as { seconds: number; repeats: number }
  const megabytes = (times * clients * bytes) / megabyte
  return { rate: megabytes / seconds, cost: ((server.cpu() - before) * 1000) / megabytes, repeats }
}

const loadFile = (name: string): string => join(import.meta.dirname, '..', 'load', `${name}.ts`)

const startLink = async ({ link }: Race, port: number): Promise<Running | undefined> =>
  link &&
  start(nodeCommand(loadFile('bad-link'), address, String(port), String(link.delay), String(link.loss)))

const asLine = (race: Race, { firstlight, ...others }: Readonly<Record<string, Sample>>): Line => {
  if (firstlight === undefined) throw new Error('nothing was measured')
  const [rate, cost] = [figure(firstlight, 'rate'), figure(firstlight, 'cost')]
  const peersOnly = Object.entries(others).filter(([name]) => name !== floor)
  const best = Math.max(...peersOnly.map(([, sample]) => figure(sample, 'rate')))
  const ratio = Number.isFinite(best) ? rate / best : null
  const mostCost = race.cost ?? Number.POSITIVE_INFINITY
  return line({
    what: `TFTP, ${race.what}`,
    firstlight: shown(firstlight),
    beside: Object.entries(others)
      .map(([name, sample]) => `${name} ${shown(sample)}`)
      .join(', '),
    ratio,
    cpu: [
      `${cost.toFixed(2)} ms/MB`,
      ...Object.entries(others).map(([name, sample]) => `${name} ${figure(sample, 'cost').toFixed(2)}`),
    ].join(', '),
    bar: `≥ ${race.bar.toFixed(1)} × ${race.against.join(' and ')}${race.cost === undefined ? '' : `, ≤ ${race.cost} ms CPU/MB`}`,
    met: ratio === null ? null : ratio >= race.bar && cost <= mostCost,
  })
}

const shown = (sample: Sample): string => `${figure(sample, 'rate').toFixed(1)} MB/s`
