import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { evaluate, nix, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

vi.setConfig({ testTimeout: 120_000 })

describeWith(['nix'], 'the mini NixOS', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mini-'))
    await promisify(execFile)(`${root}/test/nix/mini/prepare`, [folder])
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true }))

  const build = async (...outputs: string[]) => {
    const names = outputs.map(name => `path:${folder}#nixosConfigurations.${name}`)
    return (await nix('build', '--no-link', '--print-out-paths', ...names)).stdout.trim().split('\n')
  }

  test('builds an installer: a kernel, a ramdisk with an init, and a system that names both', async () => {
    const [kernel, ramdisk, system] = await build(
      ...['kernel', 'netbootRamdisk', 'toplevel'].map(name => `installer.config.system.build.${name}`),
    )
    expect(readFileSync(`${kernel}/bzImage`).subarray(0x202, 0x206).toString()).toBe('HdrS')
    const archive = gunzipSync(readFileSync(`${ramdisk}/initrd`))
    expect(archive.subarray(0, 6).toString()).toBe('070701')
    expect(archive.includes('bin/busybox')).toBe(true)
    expect(readFileSync(`${system}/kernel`)).toEqual(readFileSync(`${kernel}/bzImage`))
    expect(statSync(`${system}/init`).mode & 0o111).not.toBe(0)
  })

  test('tells in one evaluation what each installer lacks, in a line each', async () => {
    const names = ['installer', 'without-ramdisk', 'nowhere']
      .map(name => `"nixosConfigurations.${name}"`)
      .join(' ')
    const asked = `import ${root}/nix/lib/installers.nix { flake = "path:${folder}"; names = [ ${names} ]; }`
    const told =
      await evaluate<Record<string, { problems: string[]; outputs: object; kernelParams?: string[] }>>(asked)
    expect(told['nixosConfigurations.installer']).toMatchObject({
      problems: [],
      kernelFile: 'bzImage',
      kernelParams: ['console=ttyS0'],
    })
    expect(Object.keys(told['nixosConfigurations.installer']?.outputs ?? {})).toHaveLength(3)
    expect(told['nixosConfigurations.without-ramdisk']?.problems).toEqual([
      "nixosConfigurations.without-ramdisk.config.system.build.netbootRamdisk is missing: the initial ramdisk; the configuration has to import nixpkgs' netboot modules",
    ])
    expect(told['nixosConfigurations.nowhere']?.problems).toEqual([
      'nixosConfigurations.nowhere is not an output of the flake',
    ])
  })

  test('two machines share what they have in common', async () => {
    const kernels = await build('machine1.config.system.build.kernel', 'machine2.config.system.build.kernel')
    expect(kernels[0]).toBe(kernels[1])
    const [script] = await build('machine1.config.system.build.diskoScript')
    expect(readFileSync(script ?? '', 'utf8')).toContain('/dev/vda')
  })

  test.each([
    ['without-ramdisk.config.system.build.netbootRamdisk', 'does not provide attribute'],
    ['failing-kernel.config.system.build.kernel', 'cc1: fatal error: no input files'],
  ])('%s fails as it should', async (output, said) => {
    await expect(build(output)).rejects.toThrow(said)
  })

  test('an installer whose kernel is none still builds: whoever takes it has to look', async () => {
    const [kernel] = await build('not-a-kernel.config.system.build.kernel')
    expect(readFileSync(`${kernel}/bzImage`, 'utf8')).toContain('404')
  })
})
