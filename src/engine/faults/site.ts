/** What can be wrong with a value in a site: its form, its name, whom it refers to, and whether it is the only one. */
import type { Fault } from '../errors.ts'
import { shown } from '../site/path.ts'

const article = (what: string): string => (/^[aeio]/.test(what) ? `an ${what}` : `a ${what}`)

export const badForm = (
  place: string,
  value: unknown,
  format: { readonly code: string; readonly what: string; readonly remedy: string; readonly secret?: true },
): Fault => ({
  code: format.code,
  message: `${format.secret ? 'what is written there' : shown(value)} is not ${format.what}`,
  place,
  remedy: format.remedy,
})

export const badChoice = (place: string, value: unknown, choices: readonly unknown[]): Fault => ({
  code: 'bad-choice',
  message: `${shown(value)} is not one of ${choices.map(shown).join(', ')}`,
  place,
  remedy: 'Write one of these',
})

export const wrongType = (place: string, value: unknown, expected: string): Fault => ({
  code: 'wrong-type',
  message: `${shown(value)} is not ${expected}`,
  place,
  remedy: `Write ${expected} there`,
})

export const unknownKey = (place: string): Fault => ({
  code: 'unknown-key',
  message: 'this key is not known here; it is kept, and nothing is done with it',
  place,
  remedy: 'Check its spelling and where it stands, or take it out',
})

export const secretInSite = (place: string): Fault => ({
  code: 'secret-in-site',
  message: 'this looks like a secret, and a site is read by everyone',
  place,
  remedy: 'Put it into a file that only you can read, and write the path of that file',
})

export const repeatedKey = (place: string, key: string): Fault => ({
  code: 'repeated-key',
  message: `${shown(key)} is written twice here, and only one of them can count`,
  place,
  remedy: 'Rename one of them, or put both into one',
})

export const badName = (place: string, what: string, name: string, remedy: string): Fault => ({
  code: 'bad-name',
  message: `${shown(name)} cannot be the name of ${article(what)}`,
  place,
  remedy,
})

export const unknownName = (
  place: string,
  what: string,
  name: string,
  known: readonly string[],
  add: string,
): Fault => ({
  code: `unknown-${what.replaceAll(' ', '-')}`,
  message: `there is no ${what} ${shown(name)}${known.length > 0 ? ` (known: ${some(known)})` : ''}`,
  place,
  remedy: `Correct the name, or add ${add}`,
})

/** Enough names to see a misspelling. */
const some = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`

/** By their codes: something that should be there is not. */
export const isAbsence = ({ code }: Fault): boolean => /^(missing|empty)-|-(without|incomplete)\b/.test(code)

export const missing = (place: string, code: string, message: string, remedy: string): Fault => ({
  code,
  message,
  place,
  remedy,
})

export const duplicate = (
  place: string,
  what: string,
  value: string,
  first: string,
  remedy = `Give each its own ${what}`,
): Fault => ({
  code: `duplicate-${what.toLowerCase().replaceAll(' ', '-')}`,
  message: `the ${what} ${shown(value)} is already used at ${first}`,
  place,
  remedy,
})

export const emptyDisk = (place: string): Fault => ({
  code: 'empty-disk',
  message: 'this disk is named by neither id, serial nor path, so nothing could be told apart by it',
  place,
  remedy: 'Give its id (in /dev/disk/by-id), its serial, or its path',
})

export const secretInStore = (place: string, from: string): Fault => ({
  code: 'secret-in-store',
  message: `${shown(from)} lies in the Nix store, which everyone may read`,
  place,
  remedy: 'Keep the file outside the store, and write its path as text',
})

export const noMachines = (source: string): Fault => ({
  code: 'no-machines',
  message: 'no host of this site is to be installed',
  place: `${source}: hosts`,
  remedy:
    'Add a host with its mac; hosts with managed = false, or without a mac in a manifest, are only shown',
})
