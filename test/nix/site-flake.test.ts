import { expect, test } from 'vitest'
import { evaluate, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'
import { examples } from './site/nix.ts'

const flake = (expression: string) => `let f = import ${root}/test/nix/site/flake.nix; in ${expression}`

// Building any of it wants nixpkgs itself. That every name is defined, and every value can be had, does not.
describeWith(['nix'], 'the root flake', () => {
  test('offers what it promises', async () => {
    const offered = await evaluate(flake('builtins.mapAttrs (_: builtins.attrNames) (removeAttrs f.self [])'))
    expect(offered).toMatchObject({
      apps: ['aarch64-linux', 'x86_64-linux'],
      lib: ['mkSite', 'readSite'],
      nixosModules: ['agent', 'base', 'default', 'disks', 'nix-nos', 'podman', 'secrets', 'site'],
      packages: ['aarch64-linux', 'x86_64-linux'],
    })
  })

  test('takes its inputs from where they are kept, nix-nos from its own folder', async () => {
    const inputs = await evaluate<Record<string, { url: string }>>(flake('f.declared'))
    expect(Object.keys(inputs).sort()).toEqual([
      'disko',
      'nix-nos',
      'nixos-anywhere',
      'nixos-facter-modules',
      'nixos-generators',
      'nixpkgs',
      'quadlet-nix',
      'sops-nix',
    ])
    expect(inputs['nix-nos']?.url).toBe('path:./nix/nix-nos')
  })

  test('wraps the program with what it calls', async () => {
    const install = await evaluate<string>(flake('f.self.packages.x86_64-linux.firstlight.args.postInstall'))
    for (const name of ['nix', 'nixos-anywhere', 'openssh', 'iproute2'])
      expect(install).toContain(`/nix/store/${name}/bin`)
    expect(install).toMatch(/FIRSTLIGHT_IPXE \/nix\/store\/firstlight-ipxe/)
    expect(install).toContain('installManPage')
  })

  test('has iPXE for BIOS, x64 and arm64, each by the name of its kind', async () => {
    const links = await evaluate<Record<string, string>>(flake('f.self.packages.x86_64-linux.ipxe.links'))
    expect(Object.keys(links).sort()).toEqual([
      'ipxe-arm64.efi',
      'ipxe.efi',
      'snponly-arm64.efi',
      'snponly.efi',
      'undionly.kpxe',
    ])
  })

  test('every shell, check and container image can be had', async () => {
    const all = '{ inherit (f.self) devShells checks; lxc = f.self.packages.x86_64-linux.lxc.args.format; }'
    const text = await evaluate<string>(
      flake(`builtins.deepSeq ${all} (builtins.toJSON (builtins.attrNames f.self.checks.x86_64-linux))`),
    )
    expect(JSON.parse(text)).toContain('example-rack')
  })
})

describeWith(['nix'], "an example's flake", () => {
  test.each([
    ['first-machine', ['machine1']],
    ['rack', ['control1', 'edge1', 'store1', 'store2', 'worker1']],
    [
      'service-manifest',
      ['authentik', 'caddy', 'dns', 'guacamole', 'monitoring', 'postgresql', 'vaultwarden'],
    ],
  ])('%s gives a machine for every host, the installers, and the site itself', async (name, hosts) => {
    const own = `let e = f.example "${name}"; in { names = builtins.attrNames e.nixosConfigurations; site = e.site; }`
    const { names, site } = await evaluate<{ names: string[]; site: object }>(flake(own))
    expect(names.filter(n => !n.startsWith('netboot-'))).toEqual(hosts)
    expect(names).toContain('netboot-base')
    expect(site).toEqual(await evaluate(`import ${root}/nix/lib/load.nix ${examples}/${name}`))
  })
})
