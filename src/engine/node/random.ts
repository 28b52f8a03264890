import { randomBytes } from 'node:crypto'
import type { Random } from '../world.ts'

/** From the kernel's generator: passes and keys are made of it. */
export const createRandom = (): Random => ({ hex: bytes => randomBytes(bytes).toString('hex') })
