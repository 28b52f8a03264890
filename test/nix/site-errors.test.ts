import { expect, test } from 'vitest'
import { asNix } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'
import { complaint, render } from './site/nix.ts'

const site = (more: object) => ({
  schemaVersion: 1,
  networks: { mgmt: { cidr: '10.0.0.0/24', gateway: '10.0.0.1' } },
  hosts: {
    a: { interfaces: { eno1: { network: 'mgmt', address: '10.0.0.11/24' } } },
    b: { interfaces: { eno1: { network: 'mgmt', address: '10.0.0.12/24' } } },
  },
  ...more,
})
const hosts = (a: object) => site({ hosts: { a } })
const service = (web: object) => site({ services: { web: { host: 'a', ...web } } })
const door = (proxy: object) => service({ interface: { proxy } })
const db = (one: object) => service({ interface: { db: one } })

const mistakes: [string, object, string][] = [
  ['another schema', site({ schemaVersion: 2 }), 'site: schemaVersion: 2 is not known; use 1'],
  [
    'a network nobody described',
    hosts({ interfaces: { eno1: { network: 'lab' } } }),
    'site: hosts.a.interfaces.eno1.network: "lab" is no network of this site; add it to "networks", or name one of mgmt',
  ],
  [
    'a VLAN without an id',
    hosts({ interfaces: { eno1: {} }, vlans: { v: { interface: 'eno1', network: 'mgmt' } } }),
    'site: hosts.a.vlans.v: { … } has no VLAN id; say `id`, or name a network that has a `vlan`',
  ],
  [
    'a host that is no name',
    site({ hosts: { 'a b': {} } }),
    'site: hosts.a b: "a b" is not a domain name; use letters, digits, hyphens and dots',
  ],
  [
    'a service on an unknown host',
    service({ host: 'c' }),
    'site: services.web.host: "c" is no host of this site; add it to "hosts", or name one of a, b',
  ],
  [
    'an unknown dependency',
    service({ depends_on: ['web', 'db'] }),
    'site: services.web.depends_on[1]: "db" is no service of this site; add it to "services", or name one of web',
  ],
  [
    'services that wait for each other',
    site({
      services: {
        one: { host: 'a', depends_on: ['two'] },
        two: { host: 'a', depends_on: ['three'] },
        three: { host: 'a', depends_on: ['two'] },
      },
    }),
    'site: services: two → three → two is a circle; let one of them not wait for the next',
  ],
  [
    'machines that wait for each other',
    site({
      services: {
        one: { host: 'a', depends_on: ['two'] },
        two: { host: 'b' },
        three: { host: 'b', depends_on: ['four'] },
        four: { host: 'a' },
      },
    }),
    'site: hosts: a → b → a is a circle; let one of them not wait for the next',
  ],
  [
    'a port out of range',
    service({ ports: [80, 70000] }),
    'site: services.web.ports[1]: 70000 is not a port; use 1 to 65535',
  ],
  [
    'a port in words',
    service({ ports: ['http'] }),
    'site: services.web.ports[0]: "http" is not a port; write 8080, or "53/udp"',
  ],
  [
    'a domain with a line of its own',
    door({ domain: 'a.example {\n respond hi\n}' }),
    'site: services.web.interface.proxy.domain: "a.example {\\n respond hi\\n}" is not a domain name; use letters, digits, hyphens and dots',
  ],
  [
    'a path that does not begin',
    door({ path: 'wiki' }),
    'site: services.web.interface.proxy.path: "wiki" is not a path; begin with "/" and use letters, digits, and . _ ~ - /',
  ],
  [
    'an upstream without a port',
    door({ upstream: '10.0.0.11' }),
    'site: services.web.interface.proxy.upstream: "10.0.0.11" is not an upstream; write it as host:port',
  ],
  [
    'a way to use TLS nobody knows',
    door({ tls: 'yes' }),
    'site: services.web.interface.proxy.tls: "yes" is not known; use true, false, "acme"',
  ],
  [
    'two doors in one place',
    service({ interface: { proxy: [{ domain: 'x.example' }, { domain: 'x.example' }] } }),
    'site: services.web.interface.proxy[0].path: "/" is served twice on x.example, also by services.web.interface.proxy[1]; change one of them',
  ],
  [
    'one domain with and without TLS',
    service({
      interface: {
        proxy: [
          { domain: 'x.example', path: '/long' },
          { domain: 'x.example', tls: false },
        ],
      },
    }),
    'site: services.web.interface.proxy[1].tls: false differs from services.web.interface.proxy[0].tls on the same domain; use one for both',
  ],
  [
    'a guard that is nowhere',
    door({ authz: true }),
    'site: services.web.interface.auth.provider: "authentik" is no service with a door in this site; name one, or give forward_auth_upstream',
  ],
  [
    'a guard nobody knows how to ask',
    service({ interface: { proxy: { authz: true }, auth: { provider: 'web' } } }),
    'site: services.web.interface.auth.provider: "web" is not one of authelia, authentik; say its forward_auth_uri',
  ],
  [
    'a database with a statement of its own',
    db({ name: 'x"; DROP DATABASE y; --' }),
    'site: services.web.interface.db.name: "x\\"; DROP DATABASE y; --" is not a PostgreSQL name; use letters, digits, _ and -, at most 63',
  ],
  [
    'a database on no host',
    db({ host: '10.0.0.99' }),
    'site: services.web.interface.db.host: "10.0.0.99" is no host of this site; add it to "hosts", or name one of a, b',
  ],
  [
    'two owners of one database',
    service({ interface: { db: [{ name: 'x' }, { name: 'x', owner: 'other' }] } }),
    'site: services.web.interface.db[0].owner: "web" is not the only owner of the database x; services that share it share its owner',
  ],
  [
    'two ports of one PostgreSQL',
    service({ interface: { db: [{ name: 'x' }, { name: 'y', port: 5433 }] } }),
    'site: services.web.interface.db[1].port: 5433 differs from services.web.interface.db[0].port, and one PostgreSQL has one port; use the same for both',
  ],
  [
    'a secret without a source',
    hosts({ secrets: [{ to: '/etc/ssh' }] }),
    'site: hosts.a.secrets[0]: { … } has no `from`; name the file or folder to copy',
  ],
  [
    'a container without an image',
    service({ container: { ports: ['80:80'] } }),
    'site: services.web.container: { … } has no image; say which',
  ],
  [
    'a container with a word podman lacks',
    service({ container: { image: 'x', privileged: true } }),
    'site: services.web.container.privileged: true is not known; use environment, environmentFiles, image, networks, ports, volumes',
  ],
  [
    'a private key where the certificate belongs',
    site({ site: { ca: { certificate: '-----BEGIN PRIVATE KEY-----' } } }),
    'site: site.ca.certificate: "…" is not a certificate in PEM form; paste it whole, and never its key',
  ],
  [
    'what only nix-nos can judge, by its place in the site',
    hosts({ interfaces: { eno1: { address: '10.0.0.300/24' } } }),
    'site: hosts.a.interfaces.eno1.address: "10.0.0.300/24" is not an address with its prefix length, as in "10.0.0.11/24"',
  ],
]

describeWith(['nix'], 'a mistake in the site is told by its place, value and remedy', () => {
  test.each(mistakes)('%s', async (_, wrong, message) => {
    expect(await complaint(render(asNix(wrong)))).toBe(message)
  })

  test('a secret written as a Nix path, which would be copied into the store', async () => {
    const said = await complaint(render('{ hosts.a.secrets = [ { from = /etc/shadow; to = "/etc/x"; } ]; }'))
    expect(said).toBe(
      'site: hosts.a.secrets[0].from: "/etc/shadow" is written as a Nix path, which copies the file into the readable store; put it in quotes',
    )
  })

  test('a site that is not there', async () => {
    expect(await complaint(render('"/nowhere/site.nix"'))).toBe(
      'site: /nowhere/site.nix does not exist; name a site file or its folder',
    )
  })
})
