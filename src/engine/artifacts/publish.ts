/** One image out of the Nix store, looked at, and laid where machines can be served from it. */
import { type Fault, fail, type Result, succeed } from '../errors.ts'
import { absentFile, unscriptable } from '../faults/artifacts.ts'
import type { InstallerOutputs } from '../nix/installers.ts'
import { netbootScript } from '../protocol/ipxe/netboot.ts'
import type { Files } from '../world.ts'
import { headBytes } from './formats.ts'
import { judgeKernel, judgeRamdisk, type Specimen } from './judge.ts'
import type { Ledger } from './ledger.ts'
import type { ImageEntry, Provenance } from './manifest.ts'

export interface Publication {
  readonly files: Files
  readonly folder: string
  readonly ledger: Ledger
  readonly name: string
  readonly outputs: InstallerOutputs
  readonly provenance: Pick<Provenance, 'flake' | 'nix' | 'builtAt'>
  readonly warn: (fault: Fault) => void
}

/** Nothing is replaced before everything is found to be what it claims. */
export const publish = async (publication: Publication): Promise<Result<ImageEntry>> => {
  const { name, outputs, ledger } = publication
  const { kernel, initrd, toplevel, kernelFile, params } = outputs
  const from = { kernel: `${kernel.out}/${kernelFile}`, initrd: `${initrd.out}/initrd` }
  const sound = await inspect(publication, from)
  if (!sound.ok) return sound
  const init = `${toplevel.out}/init`
  const script = netbootScript({ name, init, params })
  if (!script.ok) return fail(unscriptable(name, script.why))
  const withdrawn = await ledger.withdraw(name)
  if (!withdrawn.ok) return withdrawn
  const laid = await lay(publication, from, script.text)
  if (!laid.ok) return laid
  const entry = {
    ...{ kernel: `${name}/bzImage`, initrd: `${name}/initrd`, init, params: [...params] },
    provenance: {
      kernel: { bytes: sound.value.kernel, sha256: laid.value.kernel },
      initrd: { bytes: sound.value.initrd, sha256: laid.value.initrd },
      storePaths: { kernel: kernel.out, initrd: initrd.out, toplevel: toplevel.out },
      ...publication.provenance,
    },
  }
  const entered = await ledger.enter(name, entry)
  return entered.ok ? succeed(entry) : entered
}

type Both<T> = Readonly<Record<'kernel' | 'initrd', T>>

/** Their sizes, when both are what they claim to be. */
const inspect = async ({ files, warn }: Publication, from: Both<string>): Promise<Result<Both<number>>> => {
  const kernel = await specimenOf(files, from.kernel)
  const initrd = await specimenOf(files, from.initrd)
  if (!kernel.ok) return kernel
  if (!initrd.ok) return initrd
  for (const { fault, warnings } of [judgeKernel(kernel.value), judgeRamdisk(initrd.value)]) {
    if (fault !== undefined) return fail(fault)
    for (const warning of warnings) warn(warning)
  }
  return succeed({ kernel: kernel.value.size, initrd: initrd.value.size })
}

const specimenOf = async (files: Files, path: string): Promise<Result<Specimen>> => {
  const opened = await files.open(path)
  if (!opened.ok) return fail(opened.fault.code === 'file-missing' ? absentFile(path) : opened.fault)
  const { size, read, close } = opened.value
  const head = await read(0, Math.min(size, headBytes))
  await close()
  return succeed({ path, head, size })
}

/** The large one first: a disk that is too small for it keeps the kernel that fits the old one. */
const lay = async (
  { files, folder, name }: Publication,
  from: Both<string>,
  script: string,
): Promise<Result<Both<string>>> => {
  const to = { kernel: `${folder}/${name}/bzImage`, initrd: `${folder}/${name}/initrd` }
  for (const which of ['initrd', 'kernel'] as const) {
    const copied = await files.copy(from[which], to[which], 0o644)
    if (!copied.ok) return copied
  }
  const written = await files.write(`${folder}/${name}/netboot.ipxe`, script)
  if (!written.ok) return written
  const kernel = await files.digest(to.kernel)
  const initrd = await files.digest(to.initrd)
  if (!kernel.ok) return kernel
  return initrd.ok ? succeed({ kernel: kernel.value, initrd: initrd.value }) : initrd
}
