/** What can be wrong with the files that machines boot from. */
import type { Fault } from '../errors.ts'
import { plainText } from '../plain-text.ts'

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

export const notAKernel = (place: string): Fault => ({
  code: 'not-a-kernel',
  message: 'it does not begin as a Linux kernel does',
  place,
  remedy: 'Check config.system.build.kernel and config.system.boot.loader.kernelFile of that installer',
})

export const notARamdisk = (place: string): Fault => ({
  code: 'not-a-ramdisk',
  message: 'it begins neither as a cpio archive nor as a compressed one',
  place,
  remedy: 'Check config.system.build.netbootRamdisk of that installer',
})

export const absurdKernel = (place: string, bytes: number): Fault => ({
  code: 'absurd-size',
  message: `a kernel of ${megabytes(bytes)} cannot be right: they are 10 to 30 MB`,
  place,
  remedy: 'Check config.system.build.kernel of that installer',
})

export const unusualKernel = (place: string, bytes: number): Fault => ({
  code: 'unusual-size',
  message: `a kernel of ${megabytes(bytes)} is unusual: they are 10 to 30 MB`,
  place,
  remedy: 'If it boots, all is well',
})

export const hugeRamdisk = (place: string, bytes: number): Fault => ({
  code: 'absurd-size',
  message: `an initial ramdisk of ${megabytes(bytes)} does not boot: firmware and kernels stop at 2 GB`,
  place,
  remedy: 'Take packages out of that installer; nix path-info -rsSh shows which are large',
})

export const largeRamdisk = (place: string, bytes: number): Fault => ({
  code: 'large-ramdisk',
  message: `an initial ramdisk of ${megabytes(bytes)} is large: each machine fetches all of it, and keeps it in memory`,
  place,
  remedy: 'Take packages out of that installer, or use its minimal variant',
})

export const absentFile = (path: string): Fault => ({
  code: 'installer-incomplete',
  message: `what was built holds no ${path.replace(/^.*\//, '')}`,
  place: path,
  remedy:
    "Check that installer's kernel and netbootRamdisk: they are to be those of nixpkgs' netboot-minimal",
})

export const interrupted = (place: string): Fault => ({
  code: 'interrupted',
  message: 'the build was interrupted; what Nix had finished by then is kept in its store',
  place,
  remedy: 'Start it again: it goes on from there',
})

export const unscriptable = (place: string, why: string): Fault => ({
  code: 'bad-boot-words',
  message: why,
  place,
  remedy: 'Correct boot.kernelParams of that installer',
})

export const badManifest = (path: string, why: string): Fault => ({
  code: 'bad-artifacts',
  message: `the manifest of prebuilt artifacts is not valid: ${plainText(why)}`,
  place: path,
  remedy: 'Build the artifacts again with firstlight images build',
})

export const changedArtifact = (path: string, bytes: number, expected: number): Fault => ({
  code: 'changed-artifact',
  message: `it has ${bytes} bytes, and the manifest beside it says ${expected}`,
  place: path,
  remedy: 'Copy the whole folder again, or build the artifacts again with firstlight images build',
})
