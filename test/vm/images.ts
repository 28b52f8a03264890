/** Before the tests: the real Nix builds installer and machines, in one evaluation; the tests get the paths. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import type { TestProject } from 'vitest/node'

export interface Images {
  readonly kernel: string
  readonly ramdisk: string
  /** The installer's system: its `init` goes on the kernel's command line. */
  readonly installer: string
  /** The kernel parameters its configuration asks for. */
  readonly parameters: string
  readonly system: string
  readonly disko: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    images: Images
    cache: string
  }
}

const attributes = [
  'installer.config.system.build.kernel',
  'installer.config.system.build.netbootRamdisk',
  'installer.config.system.build.toplevel',
  'machine1.config.system.build.toplevel',
  'machine1.config.system.build.diskoScript',
]

export default async (project: TestProject): Promise<void> => {
  const cache = process.env.FIRSTLIGHT_VM_CACHE
  if (!cache) throw new Error('Run these tests with test/vm/run: it fetches and prepares what they need')
  const flake = `path:${join(cache, 'mini')}#nixosConfigurations`
  const paths = attributes.map(attribute => `${flake}.${attribute}`)
  const { stdout } = await execa('nix', ['build', '--no-link', '--print-out-paths', ...paths])
  const [kernel = '', ramdisk = '', installer = '', system = '', disko = ''] = stdout.split('\n')
  project.provide('images', {
    ...{ kernel: join(kernel, 'bzImage'), ramdisk: join(ramdisk, 'initrd') },
    ...{ installer, system, disko },
    parameters: await readFile(join(installer, 'kernel-params'), 'utf8'),
  })
  project.provide('cache', cache)
}
