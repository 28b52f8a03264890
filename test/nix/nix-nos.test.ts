import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { allRendered, configuration, examples, system } from './nix-nos/examples.ts'
import { evaluate, type Files, nix, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

const golden = `${root}/test/nix/golden/nix-nos`

async function readTree(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter(e => e.isFile()).map(e => join(e.parentPath, e.name))
  const pairs = paths.map(async path => [`/${relative(folder, path)}`, await readFile(path, 'utf8')] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

async function writeTree(folder: string, files: Files): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}

describeWith(['nix'], 'Nix-NOS examples', () => {
  let rendered: Record<string, Files>
  beforeAll(async () => {
    rendered = await evaluate<Record<string, Files>>(allRendered)
  })

  // UPDATE_GOLDEN=1 writes what is generated now; the difference is then read in the diff, by a person.
  it.each(Object.keys(examples))('%s is generated as it always was', async name => {
    const files = rendered[name] ?? {}
    if (process.env.UPDATE_GOLDEN) await writeTree(join(golden, name), files)
    expect(files).toEqual(await readTree(join(golden, name)))
  })

  it('has no example without a golden folder, and no folder without an example', async () => {
    expect((await readdir(golden)).sort()).toEqual(Object.keys(examples).sort())
    const written = (await readdir(`${root}/nix/nix-nos/examples`)).sort()
    expect([...new Set(Object.values(examples))].sort()).toEqual(written)
  })
})

describeWith(['nix'], 'Nix-NOS modules', () => {
  it('evaluate to their last value, with no assertion broken', async () => {
    const all = Object.keys(examples).map(name => `"${name}" = ${system(name)};`)
    const forced = await evaluate<Record<string, string[]>>(
      `builtins.mapAttrs (_: s: builtins.deepSeq (removeAttrs s.config [ "nix-nos" ]) s.failures) { ${all.join(' ')} }`,
    )
    expect(forced).toEqual(Object.fromEntries(Object.keys(examples).map(name => [name, []])))
  })

  it('fail when a name in them is not defined, because values are forced', async () => {
    const broken = configuration('({ ... }: { nix-nos.interfaces.eth0.mtu = noSuchName; })')
    await expect(evaluate(`${broken}.config.nix-nos.rendered`)).rejects.toThrow(
      /undefined variable 'noSuchName'/,
    )
  })

  it('refuse an option NixOS does not have', async () => {
    const broken = configuration('{ services.bird2.enable = true; }')
    await expect(evaluate(`${broken}.failures`)).rejects.toThrow(/option `services.bird2' does not exist/)
  })

  it('let the user win over what is derived', async () => {
    const won = configuration(`${root}/nix/nix-nos/examples/static.nix {
      systemd.network.networks."20-eth0" = { gateway = [ "192.0.2.9" ]; linkConfig.MTUBytes = 1400; };
      networking.useNetworkd = false;
    }`)
    const network = await evaluate(`let s = ${won}.config; n = s.systemd.network.networks."20-eth0"; in
      { inherit (n) gateway linkConfig address; inherit (s.networking) useNetworkd; }`)
    expect(network).toEqual({
      gateway: ['192.0.2.9'],
      linkConfig: { MTUBytes: 1400 },
      address: ['192.0.2.10/24'],
      useNetworkd: false,
    })
  })

  it('take BIRD 2 and not what nixpkgs now calls bird', async () => {
    const name = await evaluate(`${system('datacenter-node')}.config.services.bird.package.name`)
    expect(name).toBe('bird2')
  })

  it('reload GoBGP by a signal, never by a second daemon in graceful restart', async () => {
    const reload = `${system('edge-router')}.config.systemd.services.gobgpd.serviceConfig.ExecReload`
    expect(await evaluate(`(${reload}).content or (${reload})`)).toMatch(/kill -HUP \$MAINPID$/)
  })

  it('give the units NixOS sees the settings of the rendered text', async () => {
    const own = await evaluate<Record<string, { networkConfig: object; vlan?: string[] }>>(
      `${system('datacenter-node')}.config.systemd.network.networks`,
    )
    expect(own['20-uplink']?.vlan).toEqual(['backup', 'mgmt', 'storage'])
    expect(own['20-eno1']?.networkConfig).toEqual({ LinkLocalAddressing: 'no' })
  })
})

describeWith(['nix'], 'Nix-NOS as a flake', () => {
  // nixpkgs cannot be had offline; our evaluator stands in its place, so every output is really evaluated.
  const stand = ['--override-input', 'nixpkgs', `path:${root}/test/nix/evaluator`, '--no-write-lock-file']
  const output = async (name: string, apply: string) => {
    const { stdout } = await nix(
      'eval',
      '--json',
      ...stand,
      `path:${root}/nix/nix-nos#${name}`,
      '--apply',
      apply,
    )
    return JSON.parse(stdout)
  }

  it('gives a system for every example, each with its assertions kept', async () => {
    const systems = await output('nixosConfigurations', 'builtins.mapAttrs (_: s: s.failures)')
    expect(systems).toEqual(Object.fromEntries(Object.keys(examples).map(name => [name, []])))
  })

  it("gives every example's files as a package, and a check that has the daemons read them", async () => {
    const entries = 'p: map (e: e.name) p.x86_64-linux.spine.entries'
    expect(await output('packages', entries)).toContain('etc/bird/bird.conf')
    const scripts = 'c: builtins.mapAttrs (_: check: check.script) c.aarch64-linux'
    expect(Object.keys(await output('checks', scripts)).sort()).toEqual(Object.keys(examples).sort())
  })

  it('gives the library and the module to whoever takes it as an input', async () => {
    const names = await output('lib', 'builtins.attrNames')
    expect(names).toEqual(expect.arrayContaining(['changes', 'check', 'host', 'topology']))
    expect(await output('nixosModules.default', 'builtins.isPath')).toBe(true)
  })

  it('has a README whose option reference is what the options are', async () => {
    const readme = await readFile(`${root}/nix/nix-nos/README.md`, 'utf8')
    expect(readme.split('## Options\n')[1]).toContain(
      await evaluate<string>(`import ${root}/nix/nix-nos/lib/reference.nix`),
    )
  })

  it('knows nothing of what it is used by', async () => {
    const text = Object.values(await readTree(`${root}/nix/nix-nos`)).join('\n')
    expect(text.toLowerCase()).not.toContain('firstlight')
    expect(text).not.toMatch(/\.\.\/\.\.\/\.\.\//)
  })
})
