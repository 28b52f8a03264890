/** A kernel on its way up: what was wrong with the files it was started from shows only now. */
import type { Outcome } from './ipxe/hands.ts'
import type { Uptime } from './uptime.ts'

/** Why this kernel will not come up, if it will not: what went wrong on the way shows only now. */
export const panicOf = (
  { kernel, initrds, commandLine }: Extract<Outcome, { to: 'kernel' }>,
  { rack, spec }: Uptime,
): string | undefined => {
  const known = rack.images.get(kernel.sha256)
  const [initrd] = initrds
  const image = initrd && rack.images.get(initrd.sha256)
  if (known?.kind !== 'kernel') return 'its kernel is damaged'
  if (initrd === undefined || image?.kind !== 'initrd')
    return 'VFS: Unable to mount root fs: its initrd is damaged'
  if (spec.firmware.startsWith('uefi') && !commandLine.split(' ').includes(`initrd=${initrd.name}`))
    return 'VFS: Unable to mount root fs: no initrd= names its initrd'
  if (argument(commandLine, 'init') !== image.init)
    return `stage 1: ${argument(commandLine, 'init')} does not exist`
  return undefined
}

/** The last of equal arguments counts. */
export const argument = (commandLine: string, name: string): string | undefined =>
  commandLine
    .split(' ')
    .findLast(word => word.startsWith(`${name}=`))
    ?.slice(name.length + 1)
