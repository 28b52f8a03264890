import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asNix, evaluate, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'
import { complaint, examples } from './site/nix.ts'

const made = (args: string, host: string, pick: string) =>
  `let s = import ${root}/test/nix/site { }; m = (s.mkSite ${args}).nixosConfigurations."${host}"; c = m.config; in ${pick}`
const rack = `{ site = ${examples}/rack; hosts = ${examples}/rack/nix/hosts; modules = [ ${examples}/rack/nix/people.nix ]; }`

// Everything a site decides about a machine, forced: a name that is not defined anywhere fails here.
const decided = `{ inherit (m) failures warnings; inherit (c) nix-nos disko sops users; inherit (c.boot) kernel;
  etc = c.environment.etc; pki = c.security.pki.certificates; containers = c.virtualisation.quadlet.containers;
  networking = removeAttrs c.networking [ "nftables" ]; network = c.systemd.network; units = c.systemd.services;
  services = { inherit (c.services) caddy postgresql openssh bird; }; }`
const withoutText = decided.replace(
  'inherit (c) nix-nos',
  'nix-nos = removeAttrs c.nix-nos [ "parts" "rendered" ]; inherit (c)',
)
const golden = (...parts: string[]) => `golden/site/${parts.join('/')}/nixos.json`

describeWith(['nix'], 'a machine of a site', () => {
  test.each(['control1', 'edge1', 'store1', 'store2', 'worker1'])('rack: %s', async host => {
    const machine = await evaluate<{ failures: string[] }>(made(rack, host, withoutText))
    expect(machine.failures).toEqual([])
    await expect(`${JSON.stringify(machine, null, 2)}\n`).toMatchFileSnapshot(golden('rack', host))
  })

  test.each(['caddy', 'postgresql', 'guacamole'])('service-manifest: %s', async host => {
    const args = `{ site = ${examples}/service-manifest; }`
    const machine = await evaluate<{ failures: string[] }>(made(args, host, withoutText))
    expect(machine.failures).toEqual([])
    await expect(`${JSON.stringify(machine, null, 2)}\n`).toMatchFileSnapshot(
      golden('service-manifest', host),
    )
  })

  test('its files are those that `render` shows', async () => {
    const { hosts } = await evaluate<{ hosts: Record<string, { files: Record<string, string> }> }>(
      `import ${root}/nix/lib/render.nix { site = ${examples}/rack; }`,
    )
    const shown = Object.entries(hosts.edge1?.files ?? {})
    const made_ = await evaluate<Record<string, string>>(made(rack, 'edge1', 'c.nix-nos.rendered'))
    expect(Object.fromEntries(shown)).toEqual(made_)
  })
})

describeWith(['nix'], 'what is set by hand wins', () => {
  const hand = `{ lib, manifest, ... }: {
    networking.hostName = "mine";
    networking.firewall.allowedTCPPorts = [ 22 ];
    nix-nos.interfaces.eno1.gateway = "10.0.0.254";
    services.caddy.virtualHosts."shop.rack1.example".extraConfig = "respond hello";
    services.openssh.settings.PermitRootLogin = "no";
  }`
  const args = `{ site = ${examples}/rack; modules = [ (${hand}) ]; }`

  test('over names, addresses, sites of the proxy and SSH', async () => {
    const pick = `{ name = c.networking.hostName; gateway = c.nix-nos.interfaces.eno1.gateway; root = c.services.openssh.settings.PermitRootLogin;
      shop = c.services.caddy.virtualHosts."shop.rack1.example".extraConfig; sites = builtins.attrNames c.services.caddy.virtualHosts; }`
    expect(await evaluate(made(args, 'control1', pick))).toEqual({
      name: 'mine',
      gateway: '10.0.0.254',
      root: 'no',
      shop: 'respond hello',
      sites: ['docs.rack1.example', 'shop.rack1.example'],
    })
  })

  test('lists are joined, so that no service loses its port by someone adding theirs', async () => {
    const ports = await evaluate<number[]>(made(args, 'control1', 'c.networking.firewall.allowedTCPPorts'))
    expect(ports.toSorted((a, b) => a - b)).toEqual([22, 80, 443])
  })
})

describeWith(['nix'], 'the manifest reaches every module', () => {
  const manifest = `${examples}/service-manifest`
  test('by mkSite, early enough to choose imports by it', async () => {
    const chooser = `({ manifest, ... }: { imports = map (name: { boot.kernelModules = [ name ]; }) (builtins.attrNames manifest.core_services); })`
    const names = await evaluate(
      made(`{ site = ${manifest}; modules = [ ${chooser} ]; }`, 'dns', 'c.boot.kernelModules'),
    )
    expect(names).toEqual(['authentik', 'caddy', 'dns', 'postgresql'])
  })

  test('and without mkSite, by the module alone', async () => {
    const modules = `map (name: ${root}/nix/modules + "/\${name}") [ "site" "base" "disks" "podman" "secrets" ] ++ [ ${root}/nix/nix-nos/modules
      { firstlight = { site = ${manifest}; host = "dns"; }; } ({ manifest, ... }: { boot.kernelModules = [ manifest.network.domain ]; }) ]`
    const expression = `((import ${root}/test/nix/site { }).nixos { modules = ${modules}; }).config.boot.kernelModules`
    expect(await evaluate(expression)).toEqual(['lab.example'])
  })
})

describeWith(['nix'], 'containers and secrets', () => {
  const site = asNix({
    hosts: { a: { address: '10.0.0.11', secrets: [{ from: 'x', to: '/nix/store/leak' }] } },
    services: { web: { host: 'a', container: { image: 'registry.example/web:1', ports: ['8080:80'] } } },
  })

  test('a service with a container is a quadlet on its host', async () => {
    const units = await evaluate<Record<string, { containerConfig: object }>>(
      made(`{ site = ${site}; }`, 'a', 'c.virtualisation.quadlet.containers'),
    )
    expect(units.web?.containerConfig).toMatchObject({
      image: 'registry.example/web:1',
      publishPorts: ['8080:80'],
    })
  })

  test('a secret that would go into the store is refused', async () => {
    expect(await evaluate(made(`{ site = ${site}; }`, 'a', 'm.failures'))).toEqual([
      'firstlight: the secret "x" goes to "/nix/store/leak"; name a place on the machine outside /nix/store',
    ])
  })

  test('sops decrypts with the one key that was made beforehand', async () => {
    const file = '{ firstlight.secrets = { file = "/etc/sops.yaml"; names.bgp.owner = "bird"; }; }'
    const pick = '{ inherit (c) sops; keys = c.services.openssh.hostKeys; }'
    expect(
      await evaluate(made(`{ site = ${examples}/rack; modules = [ ${file} ]; }`, 'edge1', pick)),
    ).toEqual({
      keys: [{ path: '/etc/ssh/ssh_host_ed25519_key', type: 'ed25519' }],
      sops: {
        age: { sshKeyPaths: ['/etc/ssh/ssh_host_ed25519_key'] },
        defaultSopsFile: '/etc/sops.yaml',
        gnupg: { sshKeyPaths: [] },
        secrets: { bgp: { owner: 'bird' } },
      },
    })
  })
})

describeWith(['nix'], "the site's own authority", () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
  const site = asNix({
    site: { name: 'lab', ca: { certificate, key: '/run/secrets/ca.key' } },
    hosts: { a: {}, b: {} },
    services: { web: { host: 'a', interface: { proxy: {} } } },
  })

  test('is trusted on every host, and signs where the proxy is', async () => {
    const trusted = (host: string) =>
      evaluate(made(`{ site = ${site}; }`, host, 'c.security.pki.certificates'))
    expect(await trusted('a')).toEqual([certificate])
    expect(await trusted('b')).toEqual([certificate])
    const pki = await evaluate<string>(made(`{ site = ${site}; }`, 'a', 'c.services.caddy.globalConfig'))
    expect(pki).toContain('name "lab internal CA"')
    expect(pki).toContain('cert /etc/firstlight/ca.crt')
    expect(pki).toContain('key /run/secrets/ca.key')
  })
})

describeWith(['nix'], 'disk layouts', () => {
  const laidOut = (layout: string, disks: object[]) => {
    const site = asNix({ hosts: { a: { disks } } })
    return `{ site = ${site}; modules = [ { firstlight.disks.layout = "${layout}"; } ]; }`
  }
  const two = [{ id: 'nvme-one' }, { path: '/dev/sdb' }]

  test.each([
    ['plain', ['/dev/sdb', '/dev/disk/by-id/nvme-one']],
    ['mirror', ['/dev/sdb', '/dev/disk/by-id/nvme-one']],
    ['encrypted', ['/dev/disk/by-id/nvme-one']],
  ])('%s takes the disks the site allows to be erased, and no other', async (layout, devices) => {
    const pick = 'map (d: d.device) (builtins.attrValues c.disko.devices.disk)'
    expect(await evaluate(made(laidOut(layout, two), 'a', pick))).toEqual(devices)
    expect(await evaluate(made(laidOut(layout, two), 'a', 'm.failures'))).toEqual([])
  })

  test('a disk known by its serial alone has to be named', async () => {
    expect(await evaluate(made(laidOut('plain', [{ serial: 'S4' }]), 'a', 'm.failures'))).toEqual([
      'firstlight.disks: a has a layout and no disk; name it by id or path in hosts.a.disks, or set firstlight.disks.system (a serial alone cannot be opened)',
    ])
  })

  test('a mirror of one disk is told', async () => {
    const said = await complaint(made(laidOut('mirror', [{ id: 'nvme-one' }]), 'a', 'c.disko'))
    expect(said).toBe('firstlight.disks: the layout mirror needs two disks; set firstlight.disks.data')
  })
})

describeWith(['nix'], 'base', () => {
  test('people have keys and no password; telemetry goes where it is told', async () => {
    const hand = `{ firstlight.base = { users.ada.keys = [ "ssh-ed25519 AAAA ada" ]; telemetry.endpoint = "otel.example:4317"; }; }`
    const pick = `{ inherit (c.users.users) ada; sudo = c.security.sudo.wheelNeedsPassword; otel = c.services.opentelemetry-collector.settings; }`
    const args = `{ site = ${examples}/first-machine; modules = [ ${hand} ]; }`
    const machine = await evaluate<{
      ada: object
      sudo: boolean
      otel: { exporters: object; service: object }
    }>(made(args, 'machine1', pick))
    expect(machine.ada).toEqual({
      extraGroups: ['wheel'],
      isNormalUser: true,
      openssh: { authorizedKeys: { keys: ['ssh-ed25519 AAAA ada'] } },
    })
    expect(machine.sudo).toBe(false)
    expect(machine.otel.exporters).toEqual({ otlp: { endpoint: 'otel.example:4317' } })
  })
})

describeWith(['nix'], 'host files', () => {
  const placed = async (files: string[], check: (folder: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'hosts-'))
    for (const file of files) {
      await mkdir(join(folder, file, '..'), { recursive: true })
      await writeFile(join(folder, file), '{ }')
    }
    await check(folder).finally(() => rm(folder, { recursive: true }))
  }
  const listed = (folder: string) =>
    `builtins.mapAttrs (_: toString) (import ${root}/nix/lib/host-files.nix ${folder} [ "a" "b" "c" ])`

  test('are found by group, as file or folder; parts are left alone', () =>
    placed(['one/a.nix', 'one/_disk.nix', 'two/b/default.nix', 'c.nix'], async folder => {
      expect(await evaluate(listed(folder))).toEqual({
        a: `${folder}/one/a.nix`,
        b: `${folder}/two/b`,
        c: `${folder}/c.nix`,
      })
    }))

  test('for no host of the site are told', () =>
    placed(['one/z.nix'], async folder => {
      expect(await complaint(listed(folder))).toBe(
        `site: ${folder}/one/z.nix: z is no host of this site; add it to "hosts", or begin the file's name with "_"`,
      )
    }))

  test('for one host twice are told', () =>
    placed(['one/a.nix', 'two/a.nix'], async folder => {
      expect(await complaint(listed(folder))).toBe(
        `site: ${folder}/one/a.nix: the host a has another file, ${folder}/two/a.nix; keep one`,
      )
    }))
})
