/** HTTP beside nginx: an initrd of 400 MB, by the pass of a boot script as a machine fetches it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Ports } from '../../src/engine/plan.ts'
import { freePorts } from '../../src/lab/simulated/ports.ts'
import { type Bench, type Benchmark, figure, type Line, line } from '../harness/benchmark.ts'
import { interleave, type Sample } from '../harness/measure.ts'
import { findPeer } from '../harness/peers.ts'
import { type Running, start } from '../harness/process.ts'
import { macOf, startServers } from '../harness/site.ts'

export const http: Benchmark = {
  name: 'http',
  run: async bench => {
    const lines: Line[] = []
    for (const race of races(bench.smoke)) lines.push(await run(bench, race))
    return lines
  },
}

interface Race {
  readonly clients: number
  /** Of the file, and of it for each client: 64 times all of it would only take longer. */
  readonly file: number
  readonly each: number
  /** One after the other: the kernel counts processor time in hundredths of a second, and a file takes a tenth. */
  readonly times: number
  readonly bar: number
}

const races = (smoke: boolean): readonly Race[] => {
  const file = smoke ? 4e6 : 400e6
  if (smoke) return [{ clients: 2, file, each: file, times: 1, bar: 1.3 }]
  return [
    { clients: 1, file, each: file, times: 6, bar: 1.3 },
    { clients: 8, file, each: file, times: 1, bar: 1.3 },
    { clients: 64, file, each: file / 8, times: 1, bar: 0.85 },
  ]
}

const address = '127.0.0.1'

interface Serving extends AsyncDisposable {
  readonly server: Running
  readonly url: string
}

const run = async (bench: Bench, race: Race): Promise<Line> => {
  const ports = await freePorts()
  const folder = join(bench.folder, `clients-${race.clients}`)
  mkdirSync(folder)
  const nginx = findPeer('nginx')
  const firstlight = () => round(race, startOurs(folder, race.file, ports))
  // Ours writes the file that both serve.
  const contenders = {
    firstlight,
    ...(nginx === undefined ? {} : { nginx: () => round(race, startNginx(nginx, folder, ports.http)) }),
  }
  return asLine(race, await interleave<string>(bench.rounds, contenders))
}

const startOurs = async (folder: string, initrd: number, ports: Ports): Promise<Serving> => {
  const server = await startServers({ folder, machines: 1, interface: 'lo', address, ports, initrd })
  const script = await fetch(
    `http://${address}:${ports.http}/boot/${macOf(0).replaceAll(':', '-')}/boot.ipxe`,
  )
  const [url] = /http:\S+\/initrd/.exec(await script.text()) ?? []
  if (url === undefined) throw new Error('the boot script names no initrd')
  return { server, url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const startNginx = async (program: string, folder: string, port: number): Promise<Serving> => {
  const config = join(folder, 'nginx.conf')
  writeFileSync(config, nginxConfig(folder, port))
  const server = start([program, '-c', config, '-e', 'stderr'])
  const url = `http://${address}:${port}/initrd`
  await answering(url)
  return { server, url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** As Debian has it, without what only costs time. */
const nginxConfig = (folder: string, port: number): string =>
  [
    'daemon off; worker_processes auto; error_log stderr; user root;',
    `pid ${folder}/nginx.pid;`,
    'events { worker_connections 768; }',
    'http {',
    '  sendfile on; tcp_nopush on; access_log off; types {} default_type application/octet-stream;',
    `  server { listen ${address}:${port}; root ${folder}; }`,
    '}',
  ].join('\n')

const answering = async (url: string): Promise<void> => {
  for (;;) {
    const answered = await fetch(url, { method: 'HEAD' }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answered) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** One client fetches the whole file first: both have read it then. */
const round = async ({ clients, file, each, times }: Race, starting: Promise<Serving>): Promise<Sample> => {
  await using serving = await starting
  const { server, url } = serving
  const atStart = server.peak()
  await download(url, { clients: 1, times: 1, each: file })
  const before = server.cpu()
  const seconds = await download(url, { clients, times, each })
  const gigabytes = (clients * times * each) / 1e9
  return {
    rate: gigabytes / seconds,
    cost: (server.cpu() - before) / gigabytes,
    memory: server.peak() - atStart,
  }
}

const download = async (
  url: string,
  { clients, times, each }: Pick<Race, 'clients' | 'times' | 'each'>,
): Promise<number> => {
  const targets = Array.from({ length: clients * times }, () => ['-o', '/dev/null', url]).flat()
  const began = performance.now()
  await start([
    ...(['curl', '-sSf', '--no-progress-meter', '--parallel', '--parallel-immediate'] as const),
    ...['--parallel-max', String(clients), '-r', `0-${each - 1}`, ...targets],
  ]).output()
  return (performance.now() - began) / 1000
}

const mostCost = 0.3
const mostMemory = 64e6

const asLine = (race: Race, { firstlight, nginx }: Readonly<Record<string, Sample>>): Line => {
  if (firstlight === undefined) throw new Error('nothing was measured')
  const [cost, memory] = [figure(firstlight, 'cost'), figure(firstlight, 'memory')]
  const ratio = nginx === undefined ? null : figure(firstlight, 'rate') / figure(nginx, 'rate')
  return line({
    what: `HTTP, ${race.file / 1e6} MB, ${race.clients} client${race.clients === 1 ? '' : 's'}`,
    firstlight: `${shown(firstlight)}, ${Math.round(memory / 1e6)} MB more memory than at its start`,
    beside: nginx === undefined ? '' : `nginx ${shown(nginx)}`,
    ratio,
    cpu: [
      `${cost.toFixed(2)} s/GB`,
      ...(nginx === undefined ? [] : [`nginx ${figure(nginx, 'cost').toFixed(2)}`]),
    ].join(', '),
    bar: `≥ ${race.bar} × nginx, ≤ ${mostCost} CPU s/GB, at most file + ${mostMemory / 1e6} MB`,
    met: ratio === null ? null : ratio >= race.bar && cost <= mostCost && memory <= race.file + mostMemory,
  })
}

const shown = (sample: Sample): string => `${figure(sample, 'rate').toFixed(2)} GB/s`
