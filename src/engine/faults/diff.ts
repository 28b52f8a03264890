import type { Fault } from '../errors.ts'

export const notComparable = (host: string, state: string, detail: string): Fault => ({
  code: 'not-comparable',
  message: `what it runs cannot be read: it is ${state}: ${detail}`,
  place: `${host}, diff`,
  remedy: 'firstlight status shows how each machine stands; only installed ones that let you in are compared',
})
