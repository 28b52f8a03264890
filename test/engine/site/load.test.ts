/** Where a site is found, what reads it, and what the command line may say in its place. */
import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/engine/errors.ts'
import { type LoadOptions, loadPlan, type Read } from '../../../src/engine/site/load.ts'
import { type FakeProgram, fakeFiles, fakeProcesses } from '../../fakes/world.ts'

const one = (name: string) =>
  JSON.stringify({ schemaVersion: 1, hosts: { [name]: { mac: 'bc:24:11:d0:28:34' } } })
const nixie =
  '{ "machine1": { "mac_address": "BC:24:11:D0:28:34" }, "machine2": { "mac_address": "bc:24:11:d0:28:35", "ip": "10.0.0.42", "machine_id_hash": "6a1f" } }'

const worldOf = (files: Record<string, string>, nix?: FakeProgram) => ({
  files: fakeFiles(files),
  processes: fakeProcesses(nix ? { nix } : {}),
})

const load = async (
  files: Record<string, string>,
  options: Omit<LoadOptions, 'world'> = {},
  nix?: FakeProgram,
) => loadPlan({ world: worldOf(files, nix), ...options })

const good = async (...args: Parameters<typeof load>): Promise<Read> => {
  const loaded = await load(...args)
  if (!loaded.ok) throw new Error(loaded.faults.map(explain).join('\n'))
  return loaded
}

const told = async (...args: Parameters<typeof load>): Promise<string[]> => {
  const loaded = await load(...args)
  return loaded.ok ? [] : loaded.faults.map(explain)
}

describe('a site is found', () => {
  test('in the current folder, when none is named', async () => {
    const { plan } = await good({ 'site.json': one('a') })
    expect(plan).toMatchObject({
      source: 'site.json',
      root: '.',
      flake: '.',
      hosts: [{ name: 'a', system: 'a' }],
    })
  })

  test('in a named folder; its flake and installer are then relative to that', async () => {
    const site =
      '{ "site": { "installer": ".#nixosConfigurations.installer" }, "hosts": { "a": { "mac": "bc:24:11:d0:28:34" } } }'
    const { plan } = await good({ 'racks/one/site.json': site }, { source: 'racks/one/' })
    expect(plan).toMatchObject({ source: 'racks/one/site.json', root: 'racks/one', flake: './racks/one' })
    expect(plan.hosts[0]?.installer).toBe('./racks/one#nixosConfigurations.installer')
  })

  test('by the first of its names in a folder', async () => {
    const files = { 'manifest.json': '{}', 'hosts.json': nixie, 'site.json': one('from-site') }
    expect((await good(files)).plan.hosts[0]?.name).toBe('from-site')
    expect((await good({ 'hosts.json': nixie, 'manifest.json': '{}' })).plan.source).toBe('hosts.json')
  })

  test('nowhere, and says what it looked for', async () => {
    expect(await told({ 'README.md': '' })).toEqual([
      '.: there is no site here [no-site]. Name one with --site FILE, or put site.nix, site.json, hosts.json, manifest.nix or manifest.json there; firstlight init writes one',
    ])
    expect(await told({}, { source: 'nope.json' })).toEqual([
      'nope.json: it cannot be read: there is no such file [unreadable-site]. Check the name and who may read it',
    ])
  })
})

describe('a site in Nix', () => {
  test('is evaluated, with flakes enabled for this once, and nothing written', async () => {
    const world = worldOf({ 'rack/site.nix': '{ }' }, () => ({ stdout: one('a') }))
    const loaded = await loadPlan({ world, source: 'rack' })
    expect(loaded).toMatchObject({ ok: true, plan: { source: 'rack/site.nix', root: 'rack' } })
    expect(world.processes.started[0]?.command.join(' ')).toBe(
      'nix eval --extra-experimental-features nix-command flakes --json --file rack/site.nix',
    )
  })

  test('may be an attribute of a flake; without a name it is `site`', async () => {
    const nix: FakeProgram = ({ command }) => ({ stdout: one(command.at(-1)?.split('#')[1] ?? '') })
    const { plan } = await good({}, { source: 'github:me/racks#rack1' }, nix)
    expect(plan).toMatchObject({ root: '.', flake: 'github:me/racks', hosts: [{ name: 'rack1' }] })
    expect((await good({}, { source: 'path:/srv/racks' }, nix)).plan).toMatchObject({
      source: 'path:/srv/racks#site',
      root: '/srv/racks',
      flake: 'path:/srv/racks',
    })
    expect((await good({ 'r/flake.nix': '' }, { source: 'r' }, nix)).plan.source).toBe('./r#site')
  })

  test('without Nix says so, unless the same is there as JSON', async () => {
    expect(await told({ 'site.nix': '{ }', 'hosts.json': nixie })).toEqual([
      'site.nix: it is written in Nix, and the program nix is not here [no-nix]. Install Nix (https://nixos.org/download), or write the site as site.json',
    ])
    expect(await told({ 'site.nix': '{ }' }, { source: 'site.nix' })).toHaveLength(1)
    expect(await told({}, { source: 'nope.nix' })).toEqual([
      'nope.nix: it cannot be read: there is no such file [unreadable-site]. Check the name and who may read it',
    ])
    const { plan, warnings } = await good({ 'site.nix': '{ }', 'site.json': one('a') })
    expect(plan.source).toBe('site.json')
    expect(warnings.map(({ code }) => code)).toEqual(['nix-not-read'])
  })

  test('that does not evaluate tells what Nix says last, and where', async () => {
    const stderr =
      "error:\n       … while evaluating\n\n       error: attribute 'x' \u001b[31mmissing\n       at /r/site.nix:3:5:\n            2| {"
    const nix = () => ({ exitCode: 1, stdout: '{"hosts":', stderr })
    expect(await told({ 'site.nix': '' }, {}, nix)).toEqual([
      "site.nix: Nix could not evaluate it: attribute 'x' missing, at /r/site.nix:3:5 [nix-evaluation-failed]. Correct what Nix names; the site must be plain data: attributes, lists, texts, numbers",
    ])
  })

  test('that does not come to an end, or is too long, is given up', async () => {
    const codes = async (nix: FakeProgram) => {
      const loaded = await load({ 'site.nix': '' }, {}, nix)
      return loaded.ok ? [] : loaded.faults.map(({ code }) => code)
    }
    expect(await codes(() => ({ ended: 'timedOut', exitCode: undefined }))).toEqual(['nix-evaluation-silent'])
    expect(await codes(() => ({ stdout: ' '.repeat(1024 * 1024) }))).toEqual(['site-too-large'])
    expect(await codes(() => ({ ended: 'killed', exitCode: undefined, reason: 'SIGKILL' }))).toEqual([
      'nix-evaluation-failed',
    ])
  })
})

describe('Nixie', () => {
  test('has its hosts.json read in both its forms, with its flags', async () => {
    const flags = { hosts: 'x/hosts.json', flake: '.', installer: '.#nixosConfigurations.installer' }
    const { plan } = await good({ 'x/hosts.json': nixie }, { flags })
    expect(plan).toMatchObject({ source: 'x/hosts.json', flake: '.', provision: { dhcp: { mode: 'proxy' } } })
    expect(plan.hosts).toMatchObject([
      { name: 'machine1', system: 'machine1', macs: ['bc:24:11:d0:28:34'], address: null },
      { name: 'machine2', address: '10.0.0.42', installer: '.#nixosConfigurations.installer' },
    ])
  })

  test('may have a machine that bears the name of a part of a site', async () => {
    const machine = { mac_address: 'bc:24:11:d0:28:34' }
    const { plan } = await good({ 'hosts.json': JSON.stringify({ site: machine }) })
    expect(plan.hosts[0]?.name).toBe('site')
  })
})

describe('flags', () => {
  const site = JSON.stringify({
    site: { flake: './systems', installer: 'netboot-worker' },
    provision: { interface: 'eno1', parallel: 2, dhcp: { server: { range: ['10.0.0.100', '10.0.0.199'] } } },
    hosts: { a: { mac: 'bc:24:11:d0:28:34' } },
  })

  test('stand in for what the site says', async () => {
    const flags = {
      flake: 'github:me/systems',
      installer: './boot#i',
      interface: 'eno2',
      address: '10.0.0.2',
      parallel: 4,
      dhcp: 'proxy',
    }
    const { plan } = await good({ 'r/site.json': site }, { source: 'r', flags })
    expect(plan).toMatchObject({ flake: 'github:me/systems', hosts: [{ installer: './boot#i' }] })
    expect(plan.provision).toMatchObject({
      interface: 'eno2',
      address: '10.0.0.2',
      parallel: 4,
      dhcp: { mode: 'proxy' },
    })
  })

  test('ask for the DHCP server the site describes', async () => {
    const { plan } = await good({ 'r/site.json': site }, { source: 'r', flags: { dhcp: 'server' } })
    expect(plan.provision.dhcp).toEqual({
      mode: 'server',
      ranges: [{ from: '10.0.0.100', to: '10.0.0.199' }],
    })
    expect(plan.flake).toBe('./r/systems')
  })

  test('give a pool and a place for boot files', async () => {
    const flags = { dhcpRange: '10.0.1.1-10.0.1.9', bootFileUrl: 'http://10.0.0.9/boot/' }
    const { plan } = await good({ 'site.json': one('a') }, { flags })
    expect(plan.provision).toMatchObject({
      dhcp: { mode: 'server', ranges: [{ from: '10.0.1.1', to: '10.0.1.9' }] },
      bootFileUrl: 'http://10.0.0.9/boot',
    })
    expect(await told({ 'site.json': one('a') }, { flags: { dhcpRange: '10.0.1.9-10.0.1.1' } })).toEqual([
      '--dhcp-range: from 10.0.1.9 to 10.0.1.1 is no range of addresses [bad-range]. Write the lower address first, both of the same family',
    ])
    expect(
      await told({ 'site.json': one('a') }, { flags: { dhcpRange: '10.0.1.9', bootFileUrl: 'x' } }),
    ).toEqual([
      '--boot-file-url: "x" is not an HTTP address [bad-url]. Write it like http://10.0.0.2/boot',
      '--dhcp-range: "10.0.1.9" is not a range of addresses [bad-range]. Write it like 10.0.0.100-10.0.0.199',
    ])
  })

  test('are named when they are what is wrong', async () => {
    const flags = { address: '10.1', parallel: Number.NaN, dhcp: 'relay', flake: '--impure' }
    expect(await told({ 'site.json': one('a') }, { flags })).toEqual([
      '--address: "10.1" is not an IP address [bad-address]. Write it like 10.0.0.11 or fd00::11',
      '--parallel: null is not a count [bad-count]. Use a whole number from 1 to 1000',
      '--dhcp: "relay" is not one of "proxy", "server" [bad-choice]. Write one of these',
      '--flake: "--impure" is not a flake [bad-flake]. Write "." or a folder beginning with "./", or a flake reference like github:owner/name',
    ])
    expect(await told({ 'site.json': one('a') }, { flags: { dhcp: 'server' } })).toEqual([
      '--dhcp: as the only DHCP server we have no address for a [no-address-to-give]. Add a range, or give these hosts an address',
    ])
  })
})
