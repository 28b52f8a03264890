/** DHCP beside dnsmasq: everybody at once, and many a second for a while. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Bench,
  type Benchmark,
  figure,
  type Line,
  line,
  percent,
  skipped,
} from '../harness/benchmark.ts'
import { interleave, type Sample } from '../harness/measure.ts'
import { layWire, sentIn, type Wire } from '../harness/namespace.ts'
import { asRoot, findPeer } from '../harness/peers.ts'
import { nodeCommand, type Running, start } from '../harness/process.ts'
import { macOf, startServers } from '../harness/site.ts'
import { discoverFor } from '../load/discover.ts'

export const dhcp: Benchmark = {
  name: 'dhcp',
  run: async bench => {
    if (!asRoot()) return [skipped('DHCP', 'network namespaces need root')]
    using wire = layWire()
    const bursts = bench.smoke ? [50] : [1000, 5000]
    const lines: Line[] = []
    for (const count of bursts) lines.push(await burst(bench, wire, count))
    return [...lines, await steady(bench, wire)]
  },
}

type Start = () => Promise<Running>

const contenders = ({ folder }: Bench, wire: Wire, machines: number) => {
  const { servers: namespace, interface: name, address } = wire
  const firstlight: Start = () => startServers({ folder, machines, interface: name, address, namespace })
  const echo: Start = () => startEcho(wire)
  const program = findPeer('dnsmasq')
  return program === undefined
    ? { firstlight, echo }
    : { firstlight, echo, dnsmasq: () => startDnsmasq(program, wire, join(folder, 'leases')) }
}

const startEcho = async ({ servers: namespace, address, relay }: Wire): Promise<Running> => {
  const server = start(nodeCommand(join(import.meta.dirname, '..', 'echo.ts'), address, relay), { namespace })
  await server.line(/^serving/)
  return server
}

const startDnsmasq = async (program: string, wire: Wire, leases: string): Promise<Running> => {
  const server = start(
    [
      ...[program, '--conf-file=/dev/null', '--user=root', '--port=0', '--no-daemon', '--no-ping'],
      ...['--dhcp-authoritative', '--dhcp-lease-max=20000', `--dhcp-leasefile=${leases}`],
      ...['--dhcp-range=10.88.64.0,10.88.127.255,255.255.0.0,1h', '--dhcp-boot=snponly.efi'],
      '--quiet-dhcp',
    ] as unknown as [string, ...string[]],
    { namespace: wire.servers },
  )
  await server.line(/IP range/)
  return server
}

/**
 * Each round on a server that has just come up, as a rack meets it; and once more when its code is warm, as the
 * next rack does.
 */
const burst = async (bench: Bench, wire: Wire, count: number): Promise<Line> => {
  const play = async (): Promise<Sample> => {
    const load = nodeCommand(loadFile, wire.address, wire.relay, String(count))
    return JSON.parse(await start(load, { namespace: wire.machines }).output()) as Sample
  }
  const round = (begin: Start) => async (): Promise<Sample> => {
    await using server = await begin()
    const before = server.cpu()
    const first = await play()
    const cpu = server.cpu() - before
    const { p99: again } = await play()
    return { ...first, cpu, again: again ?? Number.NaN }
  }
  const { firstlight, echo, dnsmasq } = await race(bench, contenders(bench, wire, count), round)
  const [p99, answered] = [figure(firstlight, 'p99'), figure(firstlight, 'answered')]
  const longest = count > 1000 ? 100 : 10
  return line({
    what: `DHCP, ${count} DISCOVERs at once`,
    firstlight: `${shownBurst(firstlight)}; once warm ${Math.round(figure(firstlight, 'again'))} ms`,
    beside: [
      ...(dnsmasq === undefined ? [] : [`dnsmasq ${shownBurst(dnsmasq)}`]),
      `an empty answer from Node p99 ${Math.round(figure(echo, 'p99'))} ms, warm ${Math.round(figure(echo, 'again'))} ms`,
    ].join(', '),
    ratio: dnsmasq === undefined ? null : answered / figure(dnsmasq, 'answered'),
    cpu: `${Math.round((figure(firstlight, 'cpu') * 1e6) / count)} µs each`,
    bar: `all answered, p99 ≤ ${longest} ms`,
    met: answered === 1 && p99 <= longest,
  })
}

const loadFile = join(import.meta.dirname, '..', 'load', 'dhcp.ts')

const shownBurst = (sample: Sample): string =>
  `${percent(figure(sample, 'answered'))} answered, p99 ${Math.round(figure(sample, 'p99'))} ms`

interface Contenders<Each> {
  readonly firstlight: Each
  readonly echo: Each
  readonly dnsmasq?: Each
}

const race = async (
  bench: Bench,
  { firstlight, echo, dnsmasq }: Contenders<Start>,
  round: (begin: Start) => () => Promise<Sample>,
): Promise<Contenders<Sample>> => {
  const always = { firstlight: round(firstlight), echo: round(echo) }
  return dnsmasq === undefined
    ? interleave(bench.rounds, always)
    : interleave(bench.rounds, { ...always, dnsmasq: round(dnsmasq) })
}

/**
 * The same machines over and over, as perfdhcp plays them, after as long a time to warm up. What is lost is counted
 * where it was answered: perfdhcp's own socket is small, and overflows when perfdhcp has to wait for a processor.
 */
const steady = async (bench: Bench, wire: Wire): Promise<Line> => {
  const perfdhcp = findPeer('perfdhcp')
  const what = 'DHCP, steadily'
  if (perfdhcp === undefined) return skipped(what, 'perfdhcp is not there; bench/peers brings it')
  const [rate, seconds, machines] = bench.smoke ? [200, 1, 50] : [20_000, 5, 1000]
  const template = writeTemplate(bench, wire)
  const play = (forSeconds: number) =>
    start(
      [
        ...[perfdhcp, '-4', '-i', '-g', 'single', '-W', '1000000'],
        ...['-r', String(rate), '-p', String(forSeconds)],
        ...['-T', template, '-X', '4', '-O', '33', '-R', String(machines), '-b', `mac=${macOf(0)}`],
        ...['-l', wire.relay, '-L', '67', wire.address],
      ] as unknown as [string, ...string[]],
      { namespace: wire.machines },
    ).output(exitsWhenLossy)
  const round = (begin: Start) => async (): Promise<Sample> => {
    await using server = await begin()
    await play(seconds)
    const before = { cpu: server.cpu(), answers: sentIn(wire.servers) }
    const said = await play(seconds)
    const answers = sentIn(wire.servers) - before.answers
    const sent = sentBy(said)
    return { sent, lost: 1 - answers / sent, each: ((server.cpu() - before.cpu) * 1e6) / answers }
  }
  const measured = await race(bench, contenders(bench, wire, machines), round)
  return steadyLine(`${what}, ${rate}/s asked for`, measured)
}

const exitsWhenLossy = 3

const steadyLine = (what: string, { firstlight, echo, dnsmasq }: Contenders<Sample>): Line => {
  const [cost, lost] = [figure(firstlight, 'each'), figure(firstlight, 'lost')]
  return line({
    what,
    firstlight: shownSteady(firstlight),
    beside: dnsmasq === undefined ? '' : `dnsmasq ${shownSteady(dnsmasq)}`,
    ratio: dnsmasq === undefined ? null : figure(dnsmasq, 'each') / cost,
    cpu: [
      `${cost.toFixed(1)} µs each`,
      ...(dnsmasq === undefined ? [] : [`dnsmasq ${figure(dnsmasq, 'each').toFixed(1)}`]),
      `an empty answer from Node ${figure(echo, 'each').toFixed(1)}`,
    ].join(', '),
    bar: 'no loss, ≤ 20 µs CPU each',
    met: lost === 0 && cost <= 20,
  })
}

const writeTemplate = ({ folder }: Bench, { relay }: Wire): string => {
  const path = join(folder, 'discover.hex')
  writeFileSync(path, discoverFor(0, 1, relay).toString('hex'))
  return path
}

const sentBy = (said: string): number => {
  const sent = Number(/sent packets: (\d+)/.exec(said)?.[1])
  if (!sent) throw new Error(`perfdhcp said nothing of its packets:\n${said}`)
  return sent
}

const shownSteady = (sample: Sample): string =>
  `${figure(sample, 'sent')} asked, ${percent(figure(sample, 'lost'))} lost`
