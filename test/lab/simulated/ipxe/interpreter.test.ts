/** iPXE scripts: the language, as iPXE's own sources have it, and the scripts the engine writes. */
import { describe, expect, it } from 'vitest'
import { installerScript } from '../../../../src/engine/protocol/ipxe/installer.ts'
import { chainScript, diskScript, waitScript } from '../../../../src/engine/protocol/ipxe/scripts.ts'
import { emptyMemory, type Hands } from '../../../../src/lab/simulated/ipxe/hands.ts'
import { interpret } from '../../../../src/lab/simulated/ipxe/interpreter.ts'
import { expand, readLine } from '../../../../src/lab/simulated/ipxe/words.ts'

interface Played {
  readonly said: string[]
  readonly fetched: string[]
  readonly hands: Hands
}

type Files = Record<string, string | undefined>

const player = (files: Files = {}, change: Partial<Hands> = {}): Played => {
  const said: string[] = []
  const fetched: string[] = []
  const settings: Files = {
    platform: 'pcbios',
    buildarch: 'x86_64',
    mac: '52:54:00:77:00:01',
    'net0/mac': 'x',
  }
  const hands: Hands = {
    setting: name => settings[name],
    say: line => said.push(line),
    fetch: async uri => {
      fetched.push(uri)
      const kept = files[uri]
      return kept === undefined
        ? undefined
        : { uri, sha256: uri, bytes: kept.length, kept: Buffer.from(kept) }
    },
    dhcp: async () => true,
    rest: async () => undefined,
    isKernel: ({ kept }) => kept.toString() === 'kernel',
    isProgram: ({ kept }) => kept.toString() === 'program',
    hasLoader: () => false,
    ...change,
  }
  return { said, fetched, hands }
}

const play = async (lines: readonly string[], files: Files = {}, change: Partial<Hands> = {}) => {
  const { said, fetched, hands } = player(files, change)
  const outcome = await interpret(['#!ipxe', ...lines].join('\n'), hands, emptyMemory())
  return { outcome, said, fetched }
}

describe('the language', () => {
  it('splits into words and commands, without quoting', () => {
    expect(readLine('echo "a b" || goto x # no')).toEqual([
      { words: ['echo', '"a', 'b"'], when: 'always' },
      { words: ['goto', 'x'], when: 'failure' },
    ])
  })
  it('expands inside out, and what is not set to nothing', () => {
    const settings: Files = { n: '0', 'net0/mac': '52:54:00:77:00:01' }
    const setting = (name: string) => settings[name]
    expect(expand(`\${net\${n}/mac:hexhyp}/\${none}`, setting)).toBe('52-54-00-77-00-01/')
  })
  it.each([
    ['a failing line ends the script', ['isset', 'echo no'], [], 1],
    ['|| catches it', ['isset || echo caught', 'echo on'], ['caught', 'on'], 0],
    ['&& … || carries failure past what it skips', ['isset && echo no ||', 'echo on'], ['on'], 0],
    ['; goes on whatever happened', ['isset ; echo on'], ['on'], 0],
    ['an unknown command fails by name', ['frobnicate'], ['frobnicate: command not found'], 1],
    ['goto finds labels above and below', ['goto b', ':a', 'echo a', 'exit', ':b', 'goto a'], ['a'], 0],
    ['goto nowhere fails', ['goto nowhere'], ['goto: nowhere: No such label'], 1],
    ['set and clear', ['set x a b', `echo \${x}`, 'clear x', `isset \${x} || echo gone`], ['a b', 'gone'], 0],
    ['inc counts up to a limit', [':l', 'inc n', `iseq \${n} 3 || goto l`, `echo \${n}`], ['3'], 0],
    ['a line continued by a backslash', ['echo a \\', 'b'], ['a b'], 0],
    ['exit says its code', ['exit 7', 'echo no'], [], 7],
  ])('%s', async (_, lines, said, code) => {
    const played = await play(lines)
    expect(played.said).toEqual(said)
    expect(played.outcome).toEqual({ to: 'firmware', code })
  })
  it('a script that goes in circles comes to its end', async () =>
    expect((await play([':x', 'goto x'])).outcome).toEqual({ to: 'firmware', code: 0 }))
})

describe('images', () => {
  const files = { 'http://s/k': 'kernel', 'http://s/i': 'initrd', 'http://s/p': 'program' }
  it('kernel and initrd, with names and arguments', async () => {
    const { outcome } = await play(
      ['kernel http://s/k a=1 b', 'initrd --name initrd http://s/i', 'boot'],
      files,
    )
    expect(outcome).toMatchObject({ to: 'kernel', commandLine: 'a=1 b' })
    expect(outcome.to === 'kernel' && outcome.initrds.map(({ name }) => name)).toEqual(['initrd'])
  })
  it('what is no kernel is not started', async () => {
    const { outcome, said } = await play(['kernel http://s/i'], files)
    expect(outcome).toEqual({ to: 'firmware', code: 1 })
    expect(said.at(-1)).toBe('http://s/i: Exec format error')
  })
  it('chain runs a script and comes back, or goes over to a program', async () => {
    const both = { ...files, 'http://s/s': '#!ipxe\necho inside\n' }
    const { said, outcome } = await play(['chain http://s/s', 'echo back', 'chain http://s/p'], both)
    expect(said.filter(line => !line.endsWith('...'))).toEqual(['inside', 'back'])
    expect(outcome.to).toBe('program')
  })
  it('chain --replace does not come back', async () => {
    const both = { 'http://s/s': '#!ipxe\nexit 3\n' }
    const { outcome } = await play(['chain --replace --autofree http://s/s', 'echo back'], both)
    expect(outcome).toEqual({ to: 'firmware', code: 3 })
  })
})

const textOf = (script: { ok: true; text: string } | { ok: false; why: string }): string => {
  if (!script.ok) throw new Error(script.why)
  return script.text
}

describe("the engine's scripts", () => {
  const url = 'http://127.0.0.1:8080'
  const boot = {
    host: 'machine1',
    kernel: `${url}/pass/t/kernel`,
    initrd: `${url}/pass/t/initrd`,
    script: `${url}/boot/x/boot.ipxe`,
    init: '/nix/store/x/init',
    params: ['console=ttyS0'],
    url,
    token: 'aaaaaaaaaaaaaaaaaaaaaaaa',
  }
  it('the installer: kernel, initrd, and everything on the command line', async () => {
    const files = { [boot.kernel]: 'kernel', [boot.initrd]: 'initrd' }
    const { hands } = player(files)
    const outcome = await interpret(textOf(installerScript(boot)), hands, emptyMemory())
    const line = `init=${boot.init} initrd=initrd console=ttyS0 firstlight.url=${url} firstlight.token=${boot.token}`
    expect(outcome).toMatchObject({ to: 'kernel', commandLine: line })
  })
  it('the installer, when nothing can be fetched: asks for itself again, and gives up in the end', async () => {
    const script = textOf(installerScript(boot))
    const { hands, fetched } = player({ [boot.script]: script })
    expect(await interpret(script, hands, emptyMemory())).toEqual({ to: 'firmware', code: 1 })
    expect(fetched.filter(uri => uri === boot.script).length).toBe(99)
  })
  it('the disk: exit on BIOS, the loader on UEFI', async () => {
    const bios = await interpret(textOf(diskScript('machine1')), player().hands, emptyMemory())
    expect(bios).toEqual({ to: 'firmware', code: 0 })
    const efi = player(
      {},
      {
        setting: name => ({ platform: 'efi', buildarch: 'x86_64' })[name],
        hasLoader: drive => drive === '0x81',
      },
    )
    expect(await interpret(textOf(diskScript('machine1')), efi.hands, emptyMemory())).toEqual({
      ...{ to: 'disk', drive: '0x81', loader: '\\EFI\\BOOT\\BOOTX64.EFI' },
    })
  })
  it('waiting, and chaining from autoexec', async () => {
    const { hands, said } = player({ [boot.script]: '#!ipxe\nexit 4\n' })
    expect(await interpret(textOf(waitScript('machine1', boot.script)), hands, emptyMemory())).toMatchObject({
      code: 4,
    })
    expect(said[0]).toContain('still being built')
    expect(await interpret(textOf(chainScript(boot.script)), hands, emptyMemory())).toMatchObject({ code: 4 })
  })
})
