/** One image laid out over a fake world: nothing half, nothing before it was looked at. */
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../../src/engine/artifacts/ledger.ts'
import { loadArtifacts } from '../../../src/engine/artifacts/load.ts'
import { publish } from '../../../src/engine/artifacts/publish.ts'
import type { Fault } from '../../../src/engine/errors.ts'
import type { Files } from '../../../src/engine/world.ts'
import { fakeFiles } from '../../fakes/world.ts'
import { bytesAt } from './specimens.ts'

const kernel = bytesAt(11e6, [0x1fe, '55aa'], [0x202, '48647253'])
const initrd = bytesAt(2e6, [0, '28b52ffd'])
const store = (name: string) => ({ drv: `/nix/store/${name}.drv`, out: `/nix/store/${name}` })

const outputs = (params: readonly string[] = ['console=ttyS0']) => ({
  kernel: store('linux'),
  initrd: store('ramdisk'),
  toplevel: store('nixos-system'),
  kernelFile: 'bzImage',
  params,
})

const built = (more: Readonly<Record<string, string | Uint8Array>> = {}) =>
  fakeFiles({ '/nix/store/linux/bzImage': kernel, '/nix/store/ramdisk/initrd': initrd, ...more })

const lay = async (files: Files, params?: readonly string[]) => {
  const warned: Fault[] = []
  const warn = (fault: Fault) => void warned.push(fault)
  const ledger = await openLedger(files, 'art', warn)
  const provenance = { flake: '.', nix: 'nix 2.26', builtAt: '2026-01-02T00:00:00.000Z' }
  const name = 'netboot-base'
  const result = await publish({
    files,
    folder: 'art',
    ledger,
    name,
    outputs: outputs(params),
    provenance,
    warn,
  })
  return { result, warned }
}

const text = (files: ReturnType<typeof fakeFiles>, path: string) =>
  new TextDecoder().decode(files.contents.get(path))

describe('an image', () => {
  it('is laid out, and its manifest says what is there', async () => {
    const files = built()
    const { result, warned } = await lay(files)
    const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    expect(warned).toEqual([])
    expect(JSON.parse(text(files, 'art/manifest.json'))).toEqual({
      schemaVersion: 1,
      images: { 'netboot-base': result.ok && result.value },
      systems: {},
    })
    expect(result).toMatchObject({
      value: {
        kernel: 'netboot-base/bzImage',
        init: '/nix/store/nixos-system/init',
        params: ['console=ttyS0'],
        provenance: {
          kernel: { bytes: 11e6, sha256: sha256(kernel) },
          initrd: { bytes: 2e6, sha256: sha256(initrd) },
        },
      },
    })
    expect(text(files, 'art/netboot-base/netboot.ipxe')).toBe(
      [
        '#!ipxe',
        '# netboot-base, to be served as it lies here: bzImage, initrd and this file in one folder, by HTTP or TFTP',
        'kernel bzImage init=/nix/store/nixos-system/init initrd=initrd console=ttyS0',
        'initrd --name initrd initrd',
        'boot\n',
      ].join('\n'),
    )
  })

  it('is what an install without Nix takes, by whatever name the site gives it', async () => {
    const files = built()
    await lay(files)
    const artifacts = await loadArtifacts(files, 'art')
    if (!artifacts.ok) throw new Error(artifacts.fault.message)
    for (const name of ['netboot-base', '.#netboot-base', 'github:x/y#nixosConfigurations.netboot-base'])
      expect(artifacts.value.image(name)).toEqual({
        name,
        kernel: 'art/netboot-base/bzImage',
        initrd: 'art/netboot-base/initrd',
        init: '/nix/store/nixos-system/init',
        params: ['console=ttyS0'],
      })
    expect(artifacts.value.image('netboot-worker')).toBeUndefined()
  })

  it.each([
    ['not-a-kernel', { '/nix/store/linux/bzImage': '<html>404</html>' }],
    ['absurd-size', { '/nix/store/linux/bzImage': kernel.subarray(0, 4096) }],
    ['not-a-ramdisk', { '/nix/store/ramdisk/initrd': '' }],
  ])('that is %s replaces nothing', async (code, wrong) => {
    const files = built(wrong)
    await files.write('art/netboot-base/bzImage', 'the old one')
    const { result } = await lay(files)
    expect(result).toMatchObject({ ok: false, fault: { code } })
    expect(text(files, 'art/netboot-base/bzImage')).toBe('the old one')
    expect(files.contents.has('art/manifest.json')).toBe(false)
  })

  it('whose kernel is not there says which file', async () => {
    const files = fakeFiles({ '/nix/store/ramdisk/initrd': initrd })
    expect((await lay(files)).result).toMatchObject({
      fault: { code: 'installer-incomplete', message: 'what was built holds no bzImage' },
    })
  })

  it('whose parameters would be commands of iPXE is refused', async () => {
    const { result } = await lay(built(), ['quiet', 'x;reboot ||'])
    expect(result).toMatchObject({ fault: { code: 'bad-boot-words' } })
  })

  it('of an unusual size is laid out, with a word about it', async () => {
    const { result, warned } = await lay(
      built({ '/nix/store/linux/bzImage': bytesAt(31e6, [0x1fe, '55aa'], [0x202, '48647253']) }),
    )
    expect([result.ok, warned.map(({ message }) => message)]).toEqual([
      true,
      ['a kernel of 31.0 MB is unusual: they are 10 to 30 MB'],
    ])
  })

  it('is not in the manifest while its files are half replaced', async () => {
    const files = built()
    await lay(files)
    const full = {
      ok: false,
      fault: { code: 'disk-full', message: 'full', place: 'art', remedy: 'free' },
    } as const
    const { result } = await lay({ ...files, copy: async () => full })
    expect(result).toEqual(full)
    expect(JSON.parse(text(files, 'art/manifest.json')).images).toEqual({})
  })
})

describe('a manifest', () => {
  it('beside files that were cut short is refused before any machine waits for them', async () => {
    const files = built()
    await lay(files)
    await files.write('art/netboot-base/initrd', initrd.subarray(0, 1000))
    expect(await loadArtifacts(files, 'art')).toMatchObject({
      fault: {
        code: 'changed-artifact',
        place: 'art/netboot-base/initrd',
        message: 'it has 1000 bytes, and the manifest beside it says 2000000',
      },
    })
  })

  it.each(['', '{', '{"schemaVersion":2}', '{"schemaVersion":1,"images":{"a":{}}}'])(
    '%j is refused by an install, and replaced with a word about it by a build',
    async broken => {
      const files = built({ 'art/manifest.json': broken })
      expect(await loadArtifacts(files, 'art')).toMatchObject({ fault: { code: 'bad-artifacts' } })
      const { result, warned } = await lay(files)
      expect([result.ok, warned.map(({ code }) => code)]).toEqual([true, ['bad-artifacts']])
      expect(await loadArtifacts(files, 'art')).toMatchObject({ ok: true })
    },
  )

  it('keeps what was not built this time', async () => {
    const other = { kernel: 'k', initrd: 'i', init: '/init', params: [] }
    const systems = { node1: { toplevel: '/nix/store/a', diskoScript: '/nix/store/b' } }
    const before = JSON.stringify({ schemaVersion: 1, images: { other }, systems })
    const files = built({ 'art/manifest.json': before })
    await lay(files)
    const after = JSON.parse(text(files, 'art/manifest.json'))
    expect(Object.keys(after.images)).toEqual(['netboot-base', 'other'])
    expect(after.images.other).toEqual(other)
    expect(after.systems.node1).toMatchObject(systems.node1)
  })
})
