/** What was asked for on the command line of a rehearsal, held against the site. */
import { type Fault, fail, type Result, succeed } from '../engine/errors.ts'
import type { Host, Plan } from '../engine/index.ts'
import { type Boots, bootsBy } from '../lab/vm/rehearse.ts'

export const chosenHosts = (
  { hosts }: Plan,
  { host }: { readonly host?: readonly string[] },
): Result<readonly Host[]> => {
  const managed = hosts.filter(({ managed }) => managed)
  const stranger = host?.find(name => !managed.some(each => each.name === name))
  if (stranger !== undefined) return fail(notThere('--host', stranger, managed))
  return succeed(host === undefined ? managed : managed.filter(({ name }) => host.includes(name)))
}

const kinds: readonly string[] = ['bios', 'uefi', 'http'] satisfies Boots[]

/** `uefi` for all, `node1=bios` for one; the last word counts, the one for a machine before the one for all. */
export const readBoots = (
  words: readonly string[],
  hosts: readonly Host[],
): Result<(host: Host) => Boots> => {
  const read = words
    .map(word => word.split('='))
    .map(([first = '', second]) =>
      second === undefined ? { host: null, kind: first } : { host: first, kind: second },
    )
  for (const { host, kind } of read) {
    if (!kinds.includes(kind)) return fail(noSuchFirmware(kind))
    if (host !== null && !hosts.some(({ name }) => name === host))
      return fail(notThere('--firmware', host, hosts))
  }
  const said = (host: string | null) => read.findLast(each => each.host === host)?.kind as Boots | undefined
  return succeed(host => said(host.name) ?? said(null) ?? bootsBy(host))
}

const notThere = (place: string, name: string, hosts: readonly Host[]): Fault => ({
  code: 'no-such-host',
  message: `the site has no managed host "${name}"`,
  place,
  remedy: `It has ${hosts.map(({ name }) => name).join(', ')}`,
})

const noSuchFirmware = (kind: string): Fault => ({
  code: 'no-such-firmware',
  message: `"${kind}" is no kind of firmware that is rehearsed`,
  place: '--firmware',
  remedy: 'bios (PXE, iPXE in the ROM), uefi (PXE) or http (UEFI HTTP boot)',
})

export const serialTooLong = (serial: string): Fault => ({
  code: 'rehearsal-serial-too-long',
  message: `the disk serial "${serial}" is longer than the 20 characters a virtual disk can have`,
  place: 'disks',
  remedy: 'Rehearse the other machines with --host, or a copy of the site with a shorter one',
})
