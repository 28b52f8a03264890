import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InitFlags } from '../../src/cli/flags.ts'
import { init } from '../../src/cli/init.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { loadPlan } from '../../src/engine/site/load.ts'
import { deskIn } from './rig.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-'))
  await mkdir(join(folder, '.ssh'))
  await writeFile(join(folder, '.ssh/id_ed25519.pub'), 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@desk\n')
})

afterEach(() => rm(folder, { recursive: true }))

const flags: InitFlags = {
  ...{
    format: 'json',
    folder: 'rack1',
    host: 'node1',
    mac: ['BC-24-11-D0-28-34'],
    firstlight: 'github:me/firstlight',
  },
  ...{ device: 'eno1', deviceAddress: '10.0.0.11/24', gateway: '10.0.0.1', dns: ['10.0.0.53'] },
  disk: '/dev/disk/by-id/nvme-X',
}

const started = async (given: Partial<InitFlags> = {}) => {
  const desk = deskIn(folder)
  return { code: await init({ ...flags, ...given }, desk), desk }
}

const plan = async () => {
  const loaded = await loadPlan({ world: createWorld(), source: join(folder, 'rack1') })
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults))
  expect(loaded.warnings).toEqual([])
  return loaded.plan
}

test('the files it writes are a site without errors or warnings, with a flake beside it', async () => {
  const { code, desk } = await started({ vlan: 20, dhcpRange: '10.0.0.100-10.0.0.199', profile: 'worker' })
  expect(code).toBe(0)
  expect(desk.said.slice(0, -1).map(path => path.replace(`${folder}/rack1/`, ''))).toEqual([
    ...['site.json', 'flake.nix', 'nix/people.nix', 'nix/hosts/node1.nix'],
  ])
  const { name, hosts, networks, provision } = await plan()
  expect(name).toBe('rack1')
  expect(hosts).toMatchObject([
    {
      ...{ name: 'node1', macs: ['bc:24:11:d0:28:34'], installer: 'netboot-worker', address: '10.0.0.11' },
      disks: [{ id: 'nvme-X' }],
    },
  ])
  expect(networks).toMatchObject([{ cidr: '10.0.0.0/24', gateway: '10.0.0.1', dns: ['10.0.0.53'], vlan: 20 }])
  expect(provision.dhcp.mode).toBe('server')
  const flake = await readFile(join(folder, 'rack1/flake.nix'), 'utf8')
  expect(flake).toContain('inputs.firstlight.url = "github:me/firstlight";')
  expect(flake).toContain('site = ./site.json;')
  expect(await readFile(join(folder, 'rack1/nix/people.nix'), 'utf8')).toContain(
    '"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me@desk"',
  )
  expect(await readFile(join(folder, 'rack1/nix/hosts/node1.nix'), 'utf8')).not.toContain('CHANGE-ME')
})

test('in Nix it says the same, as one would write it', async () => {
  const { desk } = await started({ format: 'nix', show: true })
  expect(desk.said[0]).toBe(`# site.nix
# Everything follows from this file: firstlight check reads it, firstlight plan shows what would happen.
{
  schemaVersion = 1;
  site = {
    name = "rack1";
    flake = ".";
    installer = "netboot-base";
  };
  provision.dhcp = "proxy";
  networks.mgmt = {
    cidr = "10.0.0.0/24";
    gateway = "10.0.0.1";
    dns = [ "10.0.0.53" ];
  };
  hosts.node1 = {
    mac = "bc:24:11:d0:28:34";
    disks = [ { id = "nvme-X"; } ];
    interfaces.eno1 = {
      network = "mgmt";
      address = "10.0.0.11/24";
    };
  };
}`)
  expect(await readdir(folder)).toEqual(['.ssh'])
})

test('nothing is overwritten: where one file is there, none is written', async () => {
  await mkdir(join(folder, 'rack1'))
  await writeFile(join(folder, 'rack1/flake.nix'), 'mine')
  const { code, desk } = await started()
  expect(code).toBe(2)
  expect(desk.complained.join()).toMatch(
    /flake\.nix is there already, and nothing was written \[already-there\]/,
  )
  expect(await readdir(join(folder, 'rack1'))).toEqual(['flake.nix'])
})

test.each<[string, Partial<InitFlags>, RegExp]>([
  ['a MAC that is none', { mac: ['zz'] }, /bad-mac/],
  ['an address without its card', { device: undefined as never }, /incomplete-network/],
  ['a gateway elsewhere', { gateway: '10.9.0.1' }, /gateway-off-link/],
  ['a key that is not there', { publicKey: ['nowhere.pub'] }, /file-missing/],
])('%s is refused before anything is written', async (_, given, code) => {
  const { code: exit, desk } = await started(given)
  expect(exit).toBe(2)
  expect([...desk.said, ...desk.complained].join('\n')).toMatch(code)
  expect(await readdir(folder)).toEqual(['.ssh'])
})
