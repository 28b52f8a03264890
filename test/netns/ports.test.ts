/** Somebody else is already there: the run refuses before anything happens, and says who it is. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildRack, ip, tryIn } from './network.ts'
import { type Running, startIn } from './process.ts'
import { awaitServing, macOf, openWorkplace } from './program.ts'

test('an address server and a web server are in the way: all are named at once, and nothing was started', async () => {
  using rack = buildRack('10.77.0.1/24')
  using workplace = await openWorkplace()
  await using dnsmasq = startIn(
    rack.host,
    ...['dnsmasq', '--conf-file=/dev/null', '--user=root', '--port=0', '--no-daemon', '--log-dhcp'],
    ...['--interface=br0', '--dhcp-leasefile=/dev/null', '--dhcp-range=10.77.0.100,10.77.0.199,10m'],
    ...['--enable-tftp', `--tftp-root=${workplace.folder}`, '--pxe-service=x86PC,there,nothing'],
  )
  await dnsmasq.line(line => line.includes('TFTP root'))
  await using web = startIn(
    rack.host,
    'busybox',
    'httpd',
    '-f',
    '-v',
    '-p',
    '10.77.0.1:80',
    '-h',
    workplace.folder,
  )
  await reachable(rack.host, 'tcp', 80)

  const { ended, lines } = workplace.run(rack.host)
  expect(await ended).toBe(3)
  const said = lines.join('\n')
  for (const place of ['UDP 10.77.0.1:67', 'UDP 10.77.0.1:4011', 'UDP 10.77.0.1:69'])
    expect(said).toMatch(new RegExp(`${place}: dnsmasq \\(process \\d+\\) holds it \\[port-in-use\\]`))
  expect(said).toMatch(/TCP 10\.77\.0\.1:80: busybox \(process \d+\) holds it \[port-in-use\]/)
  expect(said).toContain('systemctl stop dnsmasq')
  expect(lines.filter(line => line.includes('"type":"serving"'))).toEqual([])
  expect(web.lines).toEqual([])
})

/** As libvirt starts it for its guests, and with boot files for them, which only some do. */
const serveGuests = async (namespace: string, ...how: readonly string[]): Promise<Running> => {
  const dnsmasq = startIn(
    namespace,
    ...['dnsmasq', '--conf-file=/dev/null', '--user=root', '--port=0', '--no-daemon', '--log-dhcp'],
    ...['--dhcp-leasefile=/dev/null', '--pxe-service=x86PC,there,nothing', ...how],
  )
  await dnsmasq.line(line => line.includes('DHCP'))
  return dnsmasq
}

const guests = '192.168.122'
const guestRange = `--dhcp-range=${guests}.10,${guests}.20,10m`

test.each(['--bind-interfaces', '--bind-dynamic'])(
  "an address server tied to its guests' network (%s) is not in the way: both serve",
  async how => {
    using rack = buildRack('10.77.0.1/24')
    rack.guests('virbr0', `${guests}.1/24`)
    using workplace = await openWorkplace()
    await using dnsmasq = await serveGuests(rack.host, '--interface=virbr0', how, guestRange)
    expect(listening(rack.host)).toEqual(['0.0.0.0%virbr0:4011', '0.0.0.0%virbr0:67'])

    await using running = workplace.run(rack.host)
    await awaitServing(running)
    const { namespace } = rack.machine(macOf('node1'))
    ip(namespace, 'addr', 'add', '10.77.0.101/24', 'dev', 'eth0')
    const asks = (...question: readonly string[]) =>
      startIn(namespace, process.execPath, join(import.meta.dirname, 'machine.ts'), ...question)
    await using discover = asks('68', 'c3-uefi-virtio-pxe4-snponly-proxy', '0', '255.255.255.255', '1')
    await discover.line(line => line.includes('"from":"10.77.0.1:67"'))
    running.signal('SIGINT')
    expect(await running.ended).toBe(130)
    expect(dnsmasq.lines.filter(line => line.includes('DHCPDISCOVER'))).toEqual([])
  },
)

test.each([
  ['tied to our own network', ['--interface=br0', '--bind-dynamic', '--dhcp-range=10.77.0.10,10.77.0.20']],
  ['tied to nothing', ['--listen-address=192.168.122.1', '--bind-interfaces', guestRange]],
  ['of another network, but alone on the port', ['--interface=virbr0', guestRange]],
] as const)('one that is %s is in the way', async (_, how) => {
  using rack = buildRack('10.77.0.1/24')
  rack.guests('virbr0', `${guests}.1/24`)
  using workplace = await openWorkplace()
  await using _dnsmasq = await serveGuests(rack.host, ...how)
  const { ended, lines } = workplace.run(rack.host)
  expect(await ended).toBe(3)
  expect(lines.join('\n')).toMatch(/UDP 10\.77\.0\.1:67: dnsmasq \(process \d+\) holds it \[port-in-use\]/)
})

test('once they are gone it serves, and gives every port back at its end', async () => {
  using rack = buildRack('10.77.0.1/24')
  using workplace = await openWorkplace()
  await using running = workplace.run(rack.host)
  await awaitServing(running)
  expect(listening(rack.host)).toEqual([
    ...['0.0.0.0:67', '10.77.0.1:4011', '10.77.0.1:67', '10.77.0.1:69', '10.77.0.1:80'],
  ])
  running.signal('SIGINT')
  expect(await running.ended).toBe(130)
  expect(listening(rack.host)).toEqual([])
})

/** Everything that listens in this namespace; the sockets that only send have high ports. */
const listening = (namespace: string): readonly string[] =>
  tryIn(namespace, 'ss', '-H', '-l', '-n', '-t', '-u')
    .said.split('\n')
    .flatMap(line => line.trim().split(/\s+/)[4] ?? [])
    .filter(local => Number(local.split(':').at(-1)) < 10_000)
    .toSorted()

/** busybox says nothing when it is ready. */
const reachable = async (namespace: string, protocol: 'tcp', port: number): Promise<void> => {
  await using poll = startIn(
    namespace,
    'sh',
    '-c',
    `until ss -Hln --${protocol} | grep -q ':${port} '; do :; done; echo up`,
  )
  await poll.line(line => line === 'up')
}
