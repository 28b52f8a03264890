/** Whether a kernel and an initial ramdisk can be what machines boot: pure, from their first bytes and sizes. */
import type { Fault } from '../errors.ts'
import {
  absurdKernel,
  hugeRamdisk,
  largeRamdisk,
  notAKernel,
  notARamdisk,
  unusualKernel,
} from '../faults/artifacts.ts'
import { kernelFormat, ramdiskFormat } from './formats.ts'

export interface Specimen {
  /** The place in messages. */
  readonly path: string
  readonly head: Uint8Array
  readonly size: number
}

export interface Judgement {
  /** The first reason not to use it. */
  readonly fault?: Fault
  readonly warnings: readonly Fault[]
}

export const judgeKernel = ({ path, head, size }: Specimen): Judgement => {
  if (kernelFormat(head) === undefined) return { fault: notAKernel(path), warnings: [] }
  if (size < 1e6 || size > 200e6) return { fault: absurdKernel(path, size), warnings: [] }
  return { warnings: size < 10e6 || size > 30e6 ? [unusualKernel(path, size)] : [] }
}

export const judgeRamdisk = ({ path, head, size }: Specimen): Judgement => {
  if (ramdiskFormat(head) === undefined) return { fault: notARamdisk(path), warnings: [] }
  if (size >= 2e9) return { fault: hugeRamdisk(path, size), warnings: [] }
  return { warnings: size > 400e6 ? [largeRamdisk(path, size)] : [] }
}
