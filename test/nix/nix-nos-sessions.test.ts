import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { configure, connected, converse, needs, type Pair, until } from './nix-nos/conversation.ts'
import type { Route } from './nix-nos/speakers.ts'
import { describeWith } from './nix-nos/tools.ts'

const everyPair: Pair[] = [
  ['bird', 'bird'],
  ['bird', 'gobgp'],
  ['gobgp', 'bird'],
  ['gobgp', 'gobgp'],
]
const mixed: Pair[] = [
  ['bird', 'gobgp'],
  ['gobgp', 'bird'],
]
const bounded = { timeout: 120_000 }

const filtering = `{
  a = {
    bgp = { asn = 65001; announcements = [
      "203.0.113.0/24" "192.0.2.0/24" "2001:db8:a::/48" "2001:db8:bad::/48"
      { prefix = "198.51.100.0/24"; communities = [ "secret" ]; }
      { prefix = "198.51.101.0/24"; communities = [ "65001:1:2" ]; }
    ]; };
    prefixLists.kept = [ "192.0.2.0/24" ];
    communities.secret = "65001:666";
    policies.inbound = { };
    policies.outbound = {
      reject = [ { prefixList = "kept"; } ];
      accept = [ { prefix = "203.0.113.0/24"; prepend = 2; med = 7; addCommunities = [ "65001:5" "65001:5:5" ]; } { own = true; } ];
    };
  };
  b = {
    bgp = { asn = 65002; announcements = [ "100.64.0.0/10" "2001:db8:b::/48" ]; };
    policies.inbound = {
      reject = [ { communities = [ "65001:666" ]; } { prefix = "2001:db8:bac::/47"; ge = 48; } ];
      accept = [ { communities = [ "65001:1:2" ]; addCommunities = [ "65002:9" ]; } { prefix = "203.0.112.0/20"; le = 24; } { prefix = "::/0"; le = 48; } ];
    };
    policies.outbound = { accept = [ { own = true; } ]; };
  };
}`
const filtered: Route[] = [
  { prefix: '198.51.101.0/24', path: '65001', communities: '65002:9', large: '65001:1:2', med: 0 },
  { prefix: '2001:db8:a::/48', path: '65001', communities: '', large: '', med: 0 },
  { prefix: '203.0.113.0/24', path: '65001 65001 65001', communities: '65001:5', large: '65001:5:5', med: 7 },
]

const announcing = (a: string, b: string) => `{
  a = { bgp = { asn = 65001; announcements = [ "203.0.113.0/24" "192.0.2.0/24" "2001:db8:a::/48" "2001:db8:b::/48" ]; } // ${a}; };
  b = { bgp = { asn = 65002; announcements = [ "100.64.0.0/10" "2001:db8:c::/48" ]; } // ${b}; };
}`

const byPrefix = (routes: Route[]) => routes.toSorted((x, y) => x.prefix.localeCompare(y.prefix))
const prefixes = (routes: Route[]) => byPrefix(routes).map(route => route.prefix)

describeWith(needs, 'Two hosts Nix-NOS configured', () => {
  it.concurrent.for(everyPair)(
    'pass what their policies let through, %s to %s',
    bounded,
    async (pair, { expect }) => {
      const hosts = await configure(
        pair,
        '{ bgp = { import = "inbound"; export = "outbound"; }; }',
        filtering,
      )
      await converse(hosts, async (a, b) => {
        await connected(a, b)
        // a lets out five, b lets in three of them, a lets in none of b's two: counted before either's own policy
        const arrived = async () =>
          (await b.received()) === 5 && (await b.learned()).length >= 3 && (await a.received()) === 2
        await until('routes', arrived, async () => `${await a.received()} of 2, ${await b.received()} of 5`)
        expect(byPrefix(await b.learned())).toEqual(filtered)
        expect(await a.learned()).toEqual([])
      })
    },
  )

  it.concurrent.for(mixed)(
    'let nothing in or out without a policy, %s to %s',
    bounded,
    async (pair, { expect }) => {
      const own = '{ peers."b-eth0".export = "own"; peers."b-eth0-v6".export = "own"; }'
      await converse(await configure(pair, '{ bgp = true; }', announcing(own, '{ }')), async (a, b) => {
        await connected(a, b)
        await until(
          'routes',
          async () => (await b.received()) === 4,
          async () => String(await b.received()),
        )
        expect(await b.learned()).toEqual([])
        expect(await a.received()).toBe(0)
      })
    },
  )

  it.concurrent.for(mixed)('trust each other inside one AS, %s to %s', bounded, async (pair, { expect }) => {
    await converse(
      await configure(pair, '{ bgp = true; }', announcing('{ }', '{ asn = 65001; }')),
      async (a, b) => {
        await connected(a, b)
        const arrived = async () => (await b.learned()).length >= 4 && (await a.learned()).length >= 2
        await until('routes', arrived, async () => `${await a.received()} of 2, ${await b.received()} of 4`)
        expect(prefixes(await b.learned())).toEqual([
          '192.0.2.0/24',
          '2001:db8:a::/48',
          '2001:db8:b::/48',
          '203.0.113.0/24',
        ])
        expect(prefixes(await a.learned())).toEqual(['100.64.0.0/10', '2001:db8:c::/48'])
      },
    )
  })

  it.concurrent.for(mixed)(
    'end the session when more prefixes come than are allowed, %s to %s',
    bounded,
    async (pair, { expect }) => {
      const strict =
        '{ peers."a-eth0" = { import = "all"; maxPrefixes = 1; }; peers."a-eth0-v6" = { import = "all"; maxPrefixes = 2; }; }'
      const hosts = await configure(pair, '{ bgp = { export = "own"; }; }', announcing('{ }', strict))
      await converse(hosts, async (_, b) => {
        const ended = async () => /Route limit exceeded|"admin_state":2/.test(await b.states())
        await until('the end of the session', ended, b.states)
        await until(
          'what is within the limit',
          async () => (await b.learned()).length === 2,
          async () => prefixes(await b.learned()).join(),
        )
        expect(prefixes(await b.learned())).toEqual(['2001:db8:a::/48', '2001:db8:b::/48'])
      })
    },
  )

  it.concurrent.for(mixed)(
    'keep routes while the peer restarts, %s to %s',
    bounded,
    async (pair, { expect }) => {
      const graceful = '{ gracefulRestart = true; }'
      const hosts = await configure(
        pair,
        '{ bgp = { import = "all"; export = "own"; }; }',
        announcing(graceful, graceful),
      )
      await converse(hosts, async (a, b) => {
        await connected(a, b)
        await until(
          'routes',
          async () => (await b.learned()).length === 4,
          async () => prefixes(await b.learned()).join(),
        )
        await a.kill()
        await until('the end of the session', async () => !(await b.established()), b.states)
        expect(prefixes(await b.learned())).toHaveLength(4)
      })
    },
  )

  it('use the password in the file, which no rendered file holds', bounded, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'secret-'))
    try {
      await writeFile(join(folder, 'canary'), "ca'n$a`r\\y\n", { mode: 0o600 })
      const link = `{ bgp = { import = "all"; export = "own"; passwordFile = "${folder}/canary"; }; }`
      const hosts = await configure(['bird', 'bird'], link, announcing('{ }', '{ }'))
      expect(JSON.stringify([hosts.a.files, hosts.b.files])).not.toContain('canary')
      await converse(hosts, async (_, b) => {
        await until('routes', async () => (await b.learned()).length === 4, b.states)
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
