/** A boot is a row of files; a machine is further when it has more of one, or has come to a later one. */
import type { BootFile, Phase } from './journey.ts'

interface Fetched {
  readonly file: BootFile
  readonly bytes: number
}

const order: readonly BootFile[] = ['firmware', 'script', 'kernel', 'initrd']

export const isFurther = (now: Fetched, before: Fetched): boolean => {
  const files = order.indexOf(now.file) - order.indexOf(before.file)
  return files > 0 || (files === 0 && now.bytes > before.bytes)
}

/** With its initrd whole, the machine is on its own. */
export const fetched = (
  { file, bytes, total, at }: Fetched & { readonly total: number; readonly at: number },
  fileSince: number,
): Phase =>
  file === 'initrd' && bytes >= total
    ? { name: 'booting' }
    : { name: 'fetching', file, bytes, total, fileSince, toldAt: at }
