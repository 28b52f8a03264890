import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

const profiles = ['all-in-one', 'base', 'control-plane', 'worker'].map(name => `netboot-${name}`)
const variants = ['debug', 'minimal', 'rescue']

const image = (name: string, pick: string, more = '{ }') =>
  `let m = ((import ${root}/test/nix/site { }).installers ${more})."${name}"; c = m.config; in ${pick}`

describeWith(['nix'], 'installer images', () => {
  test('four profiles, each in every variant', async () => {
    const names = await evaluate<string[]>(`builtins.attrNames (import ${root}/nix/images)`)
    const every = profiles.flatMap(profile => [profile, ...variants.map(variant => `${profile}-${variant}`)])
    expect(names.toSorted()).toEqual(every.toSorted())
  })

  test('adding a profile is adding its file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'images-'))
    await cp(`${root}/nix/images`, folder, { recursive: true })
    await writeFile(`${folder}/profiles/netboot-lab.nix`, '{ imports = [ ./netboot-base.nix ]; }')
    const names = await evaluate<string[]>(`builtins.attrNames (import ${folder})`)
    await rm(folder, { recursive: true })
    expect(names).toContain('netboot-lab')
    expect(names).toContain('netboot-lab-rescue')
  })

  test('every image evaluates, none fails an assertion', async () => {
    const all = `builtins.mapAttrs (_: m: builtins.deepSeq { inherit (m.config) boot environment networking services systemd users; } m.failures)
      ((import ${root}/test/nix/site { }).installers { })`
    const failures = await evaluate<Record<string, string[]>>(all)
    expect(Object.values(failures).flat()).toEqual([])
    expect(Object.keys(failures)).toHaveLength(16)
  })

  test('the base lets in SSH keys alone: what nixpkgs opens is closed', async () => {
    const base = await evaluate(
      image(
        'netboot-base',
        `{ inherit (c.services.openssh) settings; inherit (c.services.getty) autologinUser;
           passwords = map (u: u.initialHashedPassword) (builtins.attrValues c.users.users); }`,
      ),
    )
    expect(base).toEqual({
      autologinUser: null,
      passwords: ['!', '!'],
      settings: {
        KbdInteractiveAuthentication: false,
        PasswordAuthentication: false,
        PermitRootLogin: 'prohibit-password',
      },
    })
  })

  test('the base has its tools, the latest kernel, a serial console, DHCP and nothing for desktops', async () => {
    const base = await evaluate(
      image(
        'netboot-base',
        `{ tools = map (p: p.name) c.environment.systemPackages; kernel = c.boot.kernelPackages.name;
           inherit (c.boot) kernelParams consoleLogLevel supportedFilesystems;
           inherit (c.networking) useDHCP usePredictableInterfaceNames; agent = c.firstlight.agent.enable;
           off = [ c.documentation.enable c.documentation.nixos.enable c.services.pipewire.enable c.services.pulseaudio.enable ];
           locales = builtins.length c.i18n.supportedLocales; }`,
      ),
    )
    expect(base).toEqual({
      tools: [
        ...['disko', 'parted', 'gptfdisk', 'cryptsetup', 'lvm2', 'e2fsprogs', 'xfsprogs'],
        ...['iproute2', 'curl', 'tcpdump', 'vim', 'tmux', 'htop'],
      ],
      kernel: 'linuxPackages_latest',
      kernelParams: ['console=tty0', 'console=ttyS0,115200'],
      consoleLogLevel: 4,
      supportedFilesystems: { zfs: false },
      useDHCP: true,
      usePredictableInterfaceNames: true,
      agent: true,
      off: [false, false, false, false],
      locales: 2,
    })
  })

  const services = '{ firstlight.installer.services = [ "caddy" "postgresql" "shop" ]; }'
  const limits = '{ inherit (c.services) caddy; units = builtins.attrNames c.systemd.services; }'
  test('the control plane holds the services ready, off, passing over what is no NixOS service', async () => {
    const { caddy, units } = await evaluate<{ caddy: { enable: boolean }; units: string[] }>(
      image('netboot-control-plane', limits, services),
    )
    expect(caddy.enable).toBe(false)
    expect(units).toEqual(['firstlight-agent'])
  })

  test('a service tried in the control plane is held short', async () => {
    const on = `{ imports = [ ${services} ]; services.postgresql = { enable = true; }; }`
    expect(
      await evaluate(image('netboot-control-plane', 'c.systemd.services.postgresql.serviceConfig', on)),
    ).toEqual({
      CPUQuota: '50%',
      MemoryMax: '512M',
    })
  })

  test('a worker runs machines, and the all-in-one is both', async () => {
    const pick = `{ inherit (c.boot.kernel) sysctl; modules = c.boot.kernelModules; libvirt = c.virtualisation.libvirtd.enable;
      vswitch = c.virtualisation.vswitch.enable; }`
    const worker = {
      sysctl: { 'fs.file-max': 1000000, 'net.ipv4.ip_forward': 1, 'net.core.netdev_max_backlog': 5000 },
      modules: ['kvm-intel', 'kvm-amd'],
      libvirt: true,
      vswitch: true,
    }
    expect(await evaluate(image('netboot-worker', pick))).toEqual(worker)
    expect(await evaluate(image('netboot-all-in-one', pick))).toEqual(worker)
    const off = await evaluate(image('netboot-all-in-one', 'c.services.postgresql.enable', services))
    expect(off).toBe(false)
  })

  test('rescue stays silent, debug speaks', async () => {
    expect(await evaluate(image('netboot-base-rescue', 'builtins.attrNames c.systemd.services'))).toEqual([])
    expect(await evaluate(image('netboot-base-debug', 'c.boot.consoleLogLevel'))).toBe(7)
    expect(
      await evaluate(image('netboot-base-minimal', 'builtins.length c.environment.systemPackages')),
    ).toBe(9)
  })

  test('the agent runs where the kernel was told whom to call, and carries neither address nor token', async () => {
    const unit = await evaluate<Record<string, unknown>>(
      image('netboot-base', 'c.systemd.services.firstlight-agent // { path = null; }'),
    )
    expect(unit.unitConfig).toEqual({ ConditionKernelCommandLine: 'firstlight.url' })
    expect(JSON.stringify(unit)).not.toContain('token')
    const script = image('netboot-base', 'toString m.options.firstlight.agent.script.default')
    expect(await evaluate(script)).toBe(`${root}/nix/agent/agent.sh`)
  })
})
