/** Real ports, real broadcasts, other people's clients and another address server on the same wire. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildRack, execIn, ip, type Machine } from './network.ts'
import { type Running, startIn } from './process.ts'

const listed = '52:54:00:77:00:01'
const own = '52-54-00-77-00-01'
const file = (name: string): string => join(import.meta.dirname, name)

const startServer = async (namespace: string, mode: 'proxy' | 'server'): Promise<Running> => {
  const server = startIn(namespace, process.execPath, file('dhcp-server.ts'), mode)
  await server.line(line => line.includes('serving'))
  return server
}

/** What udhcpc was given, as its script sees it. */
const lease = ({ namespace, interface: name }: Machine): Record<string, string> => {
  const folder = mkdtempSync(join(tmpdir(), 'firstlight-udhcpc-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const script = join(folder, 'script')
  writeFileSync(script, '#!/bin/sh\n[ "$1" = bound ] && env || true\n')
  chmodSync(script, 0o700)
  const said = execIn(namespace, 'udhcpc', '-f', '-q', '-n', '-t', '4', '-T', '2', '-i', name, '-s', script)
  return Object.fromEntries(said.split('\n').map(line => line.split('=', 2) as [string, string]))
}

test('udhcpc gets an address from us: the reserved one, or one of the pool', async () => {
  using rack = buildRack('10.77.0.1/24')
  await using server = await startServer(rack.host, 'server')
  expect(lease(rack.machine(listed))).toMatchObject({
    ip: '10.77.0.11',
    subnet: '255.255.255.0',
    router: '10.77.0.254',
    dns: '10.77.0.53',
    serverid: '10.77.0.1',
    lease: '3600',
  })
  expect(lease(rack.machine('52:54:00:77:00:99')).ip).toMatch(/^10\.77\.0\.20\d$/)
  expect(await server.line(line => line.includes('ACK'))).toContain('udhcp')
})

test('dhclient gets an address from us, and everything it asks for', async () => {
  using rack = buildRack('10.77.0.1/24')
  await using server = await startServer(rack.host, 'server')
  const { namespace, interface: name } = rack.machine(listed)
  const folder = mkdtempSync(join(tmpdir(), 'firstlight-dhclient-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const leases = join(folder, 'leases')
  const files = ['-lf', leases, '-pf', join(folder, 'pid'), '-cf', '/dev/null', '-sf', '/bin/true']
  await using client = startIn(namespace, 'dhclient', '-4', '-d', '-1', '-v', ...files, name)
  await client.line(line => line.includes('bound to 10.77.0.11'))
  const lease = readFileSync(leases, 'utf8')
  for (const line of [
    'fixed-address 10.77.0.11;',
    'option subnet-mask 255.255.255.0;',
    'option routers 10.77.0.254;',
    'option domain-name-servers 10.77.0.53;',
    'option dhcp-server-identifier 10.77.0.1;',
    'option dhcp-lease-time 3600;',
  ])
    expect(lease).toContain(line)
  expect(await server.line(line => line.includes('ACK'))).toContain('10.77.0.11')
})

test("nmap's broadcast-dhcp-discover understands our offer", async () => {
  using rack = buildRack('10.77.0.1/24')
  await using _server = await startServer(rack.host, 'server')
  const { namespace } = rack.machine('52:54:00:77:00:98')
  ip(namespace, 'addr', 'add', '10.77.0.98/24', 'dev', 'eth0')
  const said = execIn(namespace, 'nmap', '--script', 'broadcast-dhcp-discover', '-e', 'eth0')
  expect(said).toMatch(/IP Offered: 10\.77\.0\.20\d/)
  expect(said).toContain('Server Identifier: 10.77.0.1')
  expect(said).toContain('Router: 10.77.0.254')
})

/** The story of one capture, played by a machine of the same MAC. */
test('a UEFI machine beside dnsmasq: two offers, its address there, its boot program on 4011', async () => {
  using rack = buildRack('10.77.0.1/24')
  const address = rack.machine('52:54:00:77:00:02')
  ip(address.namespace, 'addr', 'add', '10.77.0.2/24', 'dev', 'eth0')
  await using dnsmasq = startIn(
    address.namespace,
    ...['dnsmasq', '--conf-file=/dev/null', '--user=root', '--port=0', '--no-daemon', '--log-dhcp'],
    ...['--interface=eth0', '--bind-interfaces', '--dhcp-authoritative', '--no-ping'],
    ...[`--dhcp-leasefile=/dev/null`, `--dhcp-host=${listed},10.77.0.101`],
    ...['--dhcp-range=10.77.0.100,10.77.0.199,255.255.255.0,10m'],
  )
  await dnsmasq.line(line => line.includes('IP range'))
  await using server = await startServer(rack.host, 'proxy')
  const machine = rack.machine(listed)

  const play = (port: number, index: number, to: string, answers: number): Record<string, unknown>[] =>
    execIn(
      machine.namespace,
      ...[process.execPath, file('machine.ts'), String(port), 'c3-uefi-virtio-pxe4-snponly-proxy'],
      ...[String(index), to, String(answers)],
    )
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as Record<string, unknown>)

  const [OFFER, ACK] = [2, 5]
  const broadcast = '255.255.255.255'
  const offers = play(68, 0, broadcast, 2)
  expect(offers).toContainEqual({ from: '10.77.0.2:67', message: OFFER, yiaddr: '10.77.0.101', file: '' })
  const ours = { yiaddr: '0.0.0.0', file: `${own}/snponly.efi` }
  expect(offers).toContainEqual({ from: '10.77.0.1:67', message: OFFER, ...ours })

  expect(play(68, 3, broadcast, 1)).toMatchObject([{ from: '10.77.0.2:67', message: ACK }])
  await server.line(line => line.includes('it takes 10.77.0.101 from address server 10.77.0.2'))

  ip(machine.namespace, 'addr', 'add', '10.77.0.101/24', 'dev', 'eth0')
  expect(play(4011, 5, '10.77.0.1', 1)).toEqual([{ from: '10.77.0.1:4011', message: ACK, ...ours }])
})
