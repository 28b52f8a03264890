import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { allRendered, examples } from './nix-nos/examples.ts'
import { complaints, units } from './nix-nos/judges.ts'
import { applied } from './nix-nos/networkd.ts'
import { asNix, evaluate, type Files, generators } from './nix-nos/nix.ts'
import { anyHost } from './nix-nos/random.ts'
import { describeWith } from './nix-nos/tools.ts'

const needs = ['nix', 'bird', 'gobgpd', 'nft', 'systemd-networkd', 'unshare', 'nsenter', 'ip', 'root']

describeWith(needs, 'What Nix-NOS generates, read by the real daemons', () => {
  let rendered: Record<string, Files>
  beforeAll(async () => {
    rendered = await evaluate<Record<string, Files>>(allRendered)
  })

  it.each(Object.keys(examples))(
    '%s is accepted by every daemon it is for',
    async name => {
      expect(Object.keys(rendered[name] ?? {})).not.toEqual([])
      expect(await complaints(rendered[name] ?? {})).toEqual([])
    },
    30_000,
  )

  it('would hear of a key that does not exist', async () => {
    const bad = { '/etc/systemd/network/20-x.network': '[Match]\nName=x\n\n[Network]\nAdress=192.0.2.1/24\n' }
    expect(await complaints(bad)).toEqual([
      expect.stringContaining("Unknown key 'Adress' in section [Network]"),
    ])
    expect(await complaints({ '/etc/bird/bird.conf': 'protocol bgp s { }\n' })).toHaveLength(1)
    expect(await complaints({ '/etc/gobgpd/gobgpd.toml': '[global.config]\nass = 1\n' })).toHaveLength(1)
    expect(await complaints({ '/etc/nftables.d/nix-nos.nft': 'table inet x { nonsense }\n' })).toHaveLength(1)
  }, 30_000)

  // A fixed seed: the same sites for everyone, more of them with SITES=1000.
  it('is accepted for any host, by either backend', async () => {
    const hosts = fc.sample(anyHost, { numRuns: Number(process.env.SITES ?? 40), seed: 20 })
    const all = await evaluate<{ problems: string[]; files: Files }[]>(`map (host: {
      problems = ${generators}.check host;
      files = ${generators}.host host;
    }) ${asNix(hosts)}`)
    for (const [n, { problems, files }] of all.entries()) {
      expect(problems).toEqual([])
      expect(await complaints(files), JSON.stringify(hosts[n])).toEqual([])
    }
  }, 120_000)
})

describeWith(needs, 'What networkd makes of it', () => {
  it('is the addresses and routes the host asked for', async () => {
    const files = await evaluate<Files>(`${generators}.host {
      interfaces.eth0 = { addresses = [ "192.0.2.10/24" "2001:db8::10/64" ]; gateway = "192.0.2.1"; mtu = 1400; acceptRA = false; };
      interfaces.lo.address = "203.0.113.1/32";
      routes = [
        { to = "10.0.0.0/8"; via = "192.0.2.7"; table = 100; metric = 5; }
        { to = "10.9.0.0/16"; via = "10.200.0.1"; interface = "eth0"; }
        { to = "198.51.100.0/24"; type = "blackhole"; }
        { to = "2001:db8:9::/48"; via = "2001:db8::1"; }
      ];
    }`)
    const veth = 'ip link add eth0 type veth peer name far; ip link set far up'
    const [link, addresses, routes, table, routes6] = await applied(units(files), 'eth0', veth, [
      ['ip', '-o', 'link', 'show', 'eth0'],
      ['ip', '-br', 'addr', 'show', 'eth0'],
      ['ip', 'route'],
      ['ip', 'route', 'show', 'table', '100'],
      ['ip', '-6', 'route'],
    ])
    expect(link).toContain('mtu 1400')
    expect(addresses).toContain('192.0.2.10/24 2001:db8::10/64')
    expect(routes).toContain('default via 192.0.2.1 dev eth0')
    expect(routes).toContain('10.9.0.0/16 via 10.200.0.1 dev eth0 proto static onlink')
    expect(routes).toContain('blackhole 198.51.100.0/24')
    expect(table).toMatch(/10\.0\.0\.0\/8 via 192\.0\.2\.7 dev eth0 proto static metric 5/)
    expect(routes6).toContain('2001:db8:9::/48 via 2001:db8::1 dev eth0')
  }, 30_000)
})
