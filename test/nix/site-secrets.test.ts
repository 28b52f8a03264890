import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asNix, evaluate, nix, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'
import { complaint, render } from './site/nix.ts'

// A canary in every place of a site where a secret may be named. Only its path is ever written down, and only where
// something reads it on the machine; what is in the file is nowhere.
describeWith(['nix'], 'a secret', () => {
  const canary = `canary-${randomBytes(12).toString('hex')}`
  const copied = `copied-${canary}`
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'site-'))
    for (const name of [copied, 'bgp', 'database', 'ca', 'environment'])
      await writeFile(`${folder}/${name}`, canary)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  const site = () =>
    asNix({
      site: { ca: { certificate, key: `${folder}/ca` } },
      hosts: {
        a: {
          interfaces: { eno1: { address: '10.0.0.11/24' } },
          secrets: [{ from: `${folder}/${copied}`, to: '/etc/secret' }],
          bgp: {
            asn: 65001,
            peers: { up: { address: '10.0.0.1', asn: 65000, passwordFile: `${folder}/bgp` } },
          },
        },
      },
      services: {
        web: {
          host: 'a',
          container: { image: 'web', environmentFiles: [`${folder}/environment`] },
          interface: { db: { passwordFile: `${folder}/database` }, proxy: {} },
        },
      },
    })
  const machine = () =>
    `let m = ((import ${root}/test/nix/site { }).mkSite { site = ${site()}; }).nixosConfigurations.a; c = m.config; in
     { inherit (c) networking users sops; etc = c.environment.etc; units = c.systemd; rendered = c.nix-nos.rendered;
       services = { inherit (c.services) caddy postgresql bird openssh; }; containers = c.virtualisation.quadlet.containers; }`

  test('is in no rendered file, and where it is copied from is in none either', async () => {
    const rendered = JSON.stringify(await evaluate(render(site())))
    expect(rendered).not.toContain(canary)
    expect(rendered).not.toContain(`${folder}/${copied}`)
    expect(rendered, 'the others are read on the machine, by their path').toContain(`${folder}/ca`)
  })

  test('is in no option of the machine', async () => {
    const options = JSON.stringify(await evaluate(machine()))
    expect(options).not.toContain(canary)
    expect(options).not.toContain(`${folder}/${copied}`)
  })

  test('is in no derivation and nowhere in the store', async () => {
    const derivation = `derivation { name = "site"; system = "x86_64-linux"; builder = "/bin/sh";
      files = builtins.toJSON (${render(site())}); machine = builtins.toJSON (${machine()}); }`
    const written = `builtins.toFile "site.json" (builtins.unsafeDiscardStringContext (builtins.toJSON (${render(site())})))`
    const drv = await evaluate<string>(`builtins.unsafeDiscardOutputDependency (${derivation}).drvPath`)
    const file = await evaluate<string>(written)
    const { stdout: shown } = await nix('derivation', 'show', drv)
    expect(shown).toContain('Caddyfile')
    expect(shown).not.toContain(canary)
    expect(await holding(canary, [drv, file])).toEqual([])
    expect(await holding('Caddyfile', [drv, file]), 'the search finds what is there').toHaveLength(2)
  })

  const holding = async (text: string, places: string[]) => {
    const found = await promisify(execFile)('grep', ['-rlF', text, ...places]).catch(nothing => nothing)
    return String(found.stdout ?? '')
      .split('\n')
      .filter(Boolean)
  }

  test('named as a Nix path is refused before anything is copied', async () => {
    const said = await complaint(
      render(`{ hosts.a.secrets = [ { from = ${folder}/${copied}; to = "/etc/x"; } ]; }`),
    )
    expect(said).toContain('put it in quotes')
    expect((await readdir('/nix/store')).filter(name => name.includes(copied))).toEqual([])
  })
})
