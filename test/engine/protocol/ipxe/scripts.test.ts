// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are iPXE's, and must stay as they are
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type InstallerBoot, installerScript } from '../../../../src/engine/protocol/ipxe/installer.ts'
import { chainScript, diskScript, waitScript } from '../../../../src/engine/protocol/ipxe/scripts.ts'
import type { Script } from '../../../../src/engine/protocol/ipxe/words.ts'

const boot: InstallerBoot = {
  host: 'node1',
  kernel: 'http://10.0.0.1/pass/0123456789abcdef/kernel',
  initrd: 'http://10.0.0.1/pass/0123456789abcdef/initrd',
  script: 'http://10.0.0.1/boot/bc-24-11-d0-28-34/boot.ipxe',
  init: '/nix/store/abc-nixos-system-installer-26.05/init',
  params: ['console=ttyS0,115200', 'loglevel=4', 'memmap=64M$1G'],
  url: 'http://10.0.0.1',
  token: '0123456789abcdef',
}

const textOf = (script: Script): string => {
  if (!script.ok) throw new Error(script.why)
  return script.text
}

/** What iPXE would run: `${…}` expanded is what a value must never contain, so it is looked for first. */
const commandsOf = (text: string): string[][] =>
  text
    .split('\n')
    .slice(1)
    .filter(line => line !== '' && !line.startsWith(':'))
    .flatMap(line => line.split(/\s(?:\|\||&&|;)(?:\s|$)/))
    .map(command => command.trim().split(/\s+/))
    .filter(([name]) => name !== '')

describe('the installer script', () => {
  it('fetches kernel and initrd with the pass, and starts them with init path, address and token', () => {
    expect(textOf(installerScript(boot)).split('\n').slice(0, 6)).toEqual([
      '#!ipxe',
      'echo firstlight: node1: fetching its installer',
      'imgfree',
      'kernel http://10.0.0.1/pass/0123456789abcdef/kernel init=/nix/store/abc-nixos-system-installer-26.05/init ' +
        'initrd=initrd console=ttyS0,115200 loglevel=4 memmap=64M$1G firstlight.url=http://10.0.0.1 ' +
        'firstlight.token=0123456789abcdef || goto again',
      'initrd --name initrd http://10.0.0.1/pass/0123456789abcdef/initrd || goto again',
      'echo firstlight: node1: starting its installer',
    ])
  })

  it('tries every port and asks for a new script, and a new pass, when something fails', () => {
    const text = textOf(installerScript(boot))
    const again = text.slice(text.indexOf(':again'))
    expect(again).toContain('ifclose\ndhcp || goto again\n')
    expect(again).toContain(`chain --replace --autofree ${boot.script} || goto again`)
    expect(again).toContain('iseq ${firstlight-round} 100 && goto enough ||')
  })

  it.each([
    ['a line break', { host: 'node1\nshell' }],
    ['an expansion', { params: ['a=${net0/mac}'] }],
    ['a command separator', { params: ['||', 'shell'] }],
    ['a comment', { params: ['#'] }],
    ['a continued line', { params: ['quiet\\'] }],
    ['a space in a parameter', { params: ['quiet debug'] }],
    ['a URL of another kind', { kernel: 'tftp://10.0.0.1/kernel' }],
    ['a URL with a query', { initrd: 'http://10.0.0.1/initrd?${x}' }],
    ['a relative init', { init: 'init' }],
    ['an empty token', { token: '' }],
    ['a parameter that is ours', { params: ['firstlight.token=stolen'] }],
    ['a second init', { params: ['init=/bin/sh'] }],
    ['more than the kernel reads', { params: Array.from({ length: 300 }, (_, n) => `p${n}=value`) }],
  ])('refuses %s', (_, change) => {
    const script = installerScript({ ...boot, ...change })
    expect(script).toMatchObject({ ok: false, why: expect.stringMatching(/\S/) })
  })

  it('says which value it refuses', () => {
    expect(installerScript({ ...boot, params: ['a;b'] })).toEqual({
      ok: false,
      why: '"a;b" is not a kernel parameter that can stand in a boot script',
    })
  })

  it('brackets nothing of its own: an IPv6 address stands in it as it was given', () => {
    expect(textOf(installerScript({ ...boot, url: 'http://[fd00::1]:8080' }))).toContain(
      'http://[fd00::1]:8080',
    )
  })
})

describe('any value', () => {
  const wild = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string(),
    fc.constantFrom('||', '&&', ';', '#x', '${a}', '\n', '\r', '\\', 'a b', '\u2028', 'x\0'),
    fc.string({
      unit: fc.constantFrom('a', '$', '{', '}', '|', '&', ';', '#', ' ', '\n', '\\', '/', ':', '.'),
    }),
  )

  it('never adds a command, an expansion or a line', () => {
    const shape = commandsOf(textOf(installerScript({ ...boot, params: [] }))).map(([name]) => name)
    fc.assert(
      fc.property(
        fc.constantFrom('host', 'kernel', 'initrd', 'script', 'init', 'url', 'token', 'params'),
        wild,
        (field, value) => {
          const change = field === 'params' ? { params: [value] } : { params: [], [field]: value }
          const script = installerScript({ ...boot, ...change })
          if (!script.ok) return
          expect(commandsOf(script.text).map(([name]) => name)).toEqual(shape)
          expect(script.text.replace('${firstlight-round}', '')).not.toContain('${')
          expect(script.text).not.toMatch(/[^\n\x20-\x7e]/)
        },
      ),
      { numRuns: 20_000 },
    )
  }, 60_000)
})

describe('the small scripts', () => {
  it('autoexec leads to HTTP in two lines', () => {
    expect(textOf(chainScript(boot.script))).toBe(`#!ipxe\nchain --replace --autofree ${boot.script}\n`)
  })

  it('a disk is left to a BIOS at once, and started by us under UEFI', () => {
    const text = textOf(diskScript('node1'))
    expect(text).toContain('iseq ${platform} efi || exit\n')
    expect(text).toContain('sanboot --no-describe --drive 0x80 --filename \\EFI\\BOOT\\BOOTX64.EFI ||\n')
    expect(text).toContain('sanboot --no-describe --drive 0x80 --filename \\EFI\\BOOT\\BOOTAA64.EFI ||\n')
    expect(text).not.toContain('kernel')
    expect(text.trimEnd().endsWith('exit')).toBe(true)
  })

  it('waiting asks for the same script again', () => {
    expect(textOf(waitScript('node1', boot.script))).toContain(
      `chain --replace --autofree ${boot.script} || goto wait`,
    )
  })

  it.each([chainScript('http://10.0.0.1/\nshell'), waitScript('a b', boot.script), diskScript('x\ny')])(
    'they refuse what could be a command',
    script => expect(script.ok).toBe(false),
  )
})
