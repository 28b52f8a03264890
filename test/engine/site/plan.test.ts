/** What a plan holds: everything the site left unsaid, resolved. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/engine/errors.ts'
import type { Plan } from '../../../src/engine/plan.ts'
import { loadPlan } from '../../../src/engine/site/load.ts'
import { fakeFiles, fakeProcesses } from '../../fakes/world.ts'

const planOf = async (document: unknown): Promise<Plan> => {
  const world = { files: fakeFiles({ 'site.json': JSON.stringify(document) }), processes: fakeProcesses() }
  const loaded = await loadPlan({ world, source: 'site.json' })
  if (!loaded.ok) throw new Error(loaded.faults.map(explain).join('\n'))
  return loaded.plan
}

const example = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../examples/${path}`, import.meta.url), 'utf8'))

const mac = 'bc:24:11:d0:28:34'

test('the smallest site has a sane default for everything', async () => {
  const { hosts, provision, ...plan } = await planOf(example('first-machine/site.json'))
  expect(plan).toEqual({
    name: 'site',
    domain: '',
    source: 'site.json',
    root: '.',
    flake: '.',
    networks: [],
    services: [],
  })
  expect(provision).toMatchObject({
    interface: null,
    address: null,
    dhcp: { mode: 'proxy' },
    parallel: 8,
    bootFileUrl: null,
    ports: { dhcp: 67, tftp: 69, http: 80, proxy: 4011, ssh: 22 },
  })
  expect(hosts).toEqual([
    {
      name: 'machine1',
      managed: true,
      macs: [mac],
      uuid: null,
      profile: 'base',
      installer: 'netboot-base',
      system: 'machine1',
      wave: 1,
      after: [],
      firmware: { offer: 'auto', bootFile: null },
      disks: [],
      address: null,
      secrets: [],
      wakePassword: null,
      network: { interfaces: {}, vlans: {}, routes: [], bgp: null },
    },
  ])
})

test('the rack has its machines, their order, and its router untouched', async () => {
  const plan = await planOf(example('rack/site.json'))
  const hosts = Object.fromEntries(plan.hosts.map(host => [host.name, host]))
  expect(plan).toMatchObject({
    name: 'rack1',
    domain: 'rack1.example',
    provision: { parallel: 3, interface: 'eno1' },
  })
  expect(plan.provision.deadlines.booting).toBe(600_000)
  expect(hosts.router).toMatchObject({ managed: false, macs: [], address: '10.0.0.1' })
  expect(hosts.control1).toMatchObject({
    profile: 'control-plane',
    installer: 'netboot-control-plane',
    address: '10.0.0.11',
    disks: [{ path: '/dev/nvme0n1' }],
    secrets: [{ from: './secrets/control1/ssh', to: '/etc/ssh', mode: 0o600 }],
  })
  expect(hosts.edge1).toMatchObject({ macs: ['bc:24:11:00:00:12', 'bc:24:11:00:01:12'], wave: 1 })
  expect(hosts.edge1?.network.bgp).toMatchObject({ asn: 65001, peers: { tor1: { import: 'default-only' } } })
  expect(hosts.worker1).toMatchObject({ installer: 'netboot-worker', wave: 3, after: ['store1', 'control1'] })
  expect(plan.networks.find(({ name }) => name === 'storage')).toEqual({
    name: 'storage',
    cidr: '10.0.20.0/24',
    gateway: null,
    dns: [],
    vlan: 20,
    mtu: 9000,
  })
})

describe('a service', () => {
  test('of a manifest has the defaults of its database and its doors', async () => {
    const { services, hosts, domain } = await planOf(example('service-manifest/manifest.json'))
    const of = (name: string) => services.find(service => service.name === name)
    expect(domain).toBe('lab.example')
    expect(of('vaultwarden')).toMatchObject({
      host: 'vaultwarden',
      dependsOn: ['postgresql', 'caddy', 'authentik'],
      ports: [8080],
      health: { liveness: 'curl -f -s http://localhost:8080/alive', interval: 30, timeout: 60, retries: 3 },
      interface: {
        db: { name: 'vaultwarden', owner: 'vaultwarden', host: '192.168.99.11' },
        proxy: {
          domain: 'vaultwarden.lab.example',
          path: '/',
          port: 8080,
          upstream: 'vaultwarden.lab.example:8080',
        },
      },
    })
    expect(of('guacamole')?.interface.proxy).toMatchObject({
      path: '/guacamole',
      upstream: '192.168.99.16:8280',
    })
    expect(of('monitoring')?.interface.proxy).toMatchObject({
      grafana: { domain: 'grafana.lab.example', path: '/', upstream: '192.168.99.18:3000' },
      prometheus: { authz: true, port: 80 },
    })
    expect(of('authentik')?.health).toEqual({
      startup: 'systemctl is-active --quiet authentik',
      liveness: null,
      interval: 30,
      timeout: 60,
      retries: 3,
    })
    expect(of('mail')).toBeUndefined()
    expect(hosts.find(({ name }) => name === 'vaultwarden')).toMatchObject({
      managed: false,
      address: '192.168.99.14',
    })
    expect(hosts.find(({ name }) => name === 'mail')).toBeUndefined()
  })

  test('with a list of doors keeps a list, and unknown words in it', async () => {
    const proxy = [{ port: 8080, cache: true }, { domain: 'b.example' }]
    const { services } = await planOf({
      services: { a: { ip: '10.0.0.2', interface: { proxy } } },
      network: {},
    })
    expect(services[0]?.interface.proxy).toEqual([
      { port: 8080, cache: true, domain: 'a', path: '/', upstream: 'a:8080' },
      { port: 80, domain: 'b.example', path: '/', upstream: 'a:80' },
    ])
  })

  test('of a manifest with a mac makes its host a machine', async () => {
    const { hosts } = await planOf({ network: {}, services: { a: { ip: '10.0.0.2', mac } } })
    expect(hosts).toMatchObject([{ name: 'a', managed: true, macs: [mac], address: '10.0.0.2' }])
  })
})

describe('a host', () => {
  const hostOf = async (host: object, site: object = {}) =>
    (await planOf({ schemaVersion: 1, ...site, hosts: { a: { mac, ...host } } })).hosts[0]

  test.each([
    [undefined, {}, 'netboot-base'],
    [undefined, { site: { installer: 'rescue' } }, 'rescue'],
    ['worker', { site: { installer: 'rescue' } }, 'netboot-worker'],
    ['netboot-all-in-one', {}, 'netboot-all-in-one'],
    ['mine', { profiles: { mine: { installer: './boot#x' } } }, './boot#x'],
    ['mine', { profiles: { mine: {} }, site: { installer: 'rescue' } }, 'rescue'],
    ['worker', { profiles: { worker: { installer: 'own' } } }, 'own'],
  ])('of profile %s in a site with %j boots %s', async (profile, site, installer) => {
    expect(await hostOf(profile ? { profile } : {}, site)).toMatchObject({ installer })
  })

  test.each([
    ['01-02-03-0A-0B-0C', '01:02:03:0a:0b:0c'],
    ['192.168.0.1', 'c0:a8:00:01'],
  ])('has the wake password %s as bytes', async (password, wakePassword) => {
    expect(await hostOf({ wakeOnLan: { password } })).toMatchObject({ wakePassword })
  })

  test('answers at the address it says, else at its own with a way out', async () => {
    const networks = {
      mgmt: { cidr: '10.0.0.0/24', gateway: '10.0.0.1' },
      stor: { cidr: 'fd00::/64', vlan: 20 },
    }
    const interfaces = {
      a0: { address: 'fd00:0::2/64', network: 'stor' },
      b0: { address: '10.0.0.9/24', network: 'mgmt' },
    }
    expect(await hostOf({ interfaces }, { networks })).toMatchObject({ address: '10.0.0.9' })
    expect(await hostOf({ interfaces, address: 'FD00:0::2' }, { networks })).toMatchObject({
      address: 'fd00::2',
    })
    expect(await hostOf({ interfaces: { a0: { address: 'fd00:0:0::2/64' } } })).toMatchObject({
      address: 'fd00::2',
    })
  })

  test('names disks as the kernel does', async () => {
    const disks = [{ id: '/dev/disk/by-id/nvme-x' }, { serial: 'S1', path: '/dev/sda' }]
    expect(await hostOf({ disks })).toMatchObject({
      disks: [{ id: 'nvme-x' }, { serial: 'S1', path: '/dev/sda' }],
    })
  })
})

test('deadlines may be written as seconds or with a unit, and never overflow a timer', async () => {
  const deadlines = { booting: 90, held: '90m', waking: '500ms', pending: '999999999h' }
  const { provision } = await planOf({ provision: { deadlines }, hosts: { a: { mac } } })
  expect(provision.deadlines).toMatchObject({
    booting: 90_000,
    held: 5_400_000,
    waking: 500,
    pending: 2 ** 31 - 1,
  })
})

test('several ranges may be given', async () => {
  const range = [
    ['10.0.0.10', '10.0.0.20'],
    ['10.0.0.30', '10.0.0.40'],
  ]
  const { provision } = await planOf({ provision: { dhcp: { server: { range } } }, hosts: { a: { mac } } })
  expect(provision.dhcp).toMatchObject({
    mode: 'server',
    ranges: [{ from: '10.0.0.10' }, { to: '10.0.0.40' }],
  })
})
