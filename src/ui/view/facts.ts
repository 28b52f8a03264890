/** What is known of one machine: from the site, and from its own installer once it has spoken. */
import { type Disk, diskName, type Host, type MachineState, plainText } from '../../engine/index.ts'
import type { Glyphs } from '../theme.ts'
import { bytes, precisely } from './format.ts'
import { selectorWords } from './hosts.ts'
import { blank, bold, cell, type Line, line, span, wrap } from './spans.ts'
import { describeFault } from './words.ts'

const fact = (name: string, value: string, width: number): readonly Line[] =>
  wrap(value, Math.max(10, width - 14)).map((text, index) => [
    span(cell(index === 0 ? name : '', 14), 'quiet'),
    span(text),
  ])

export const factLines = (
  host: Host,
  machine: MachineState,
  width: number,
  glyphs: Glyphs,
  now: number,
): readonly Line[] => [
  line('From the site', 'accent'),
  ...fact('MAC', host.macs.join(', '), width),
  ...fact('address', host.address ?? 'where its installer answers', width),
  ...fact('boots', `${host.installer} (profile ${host.profile})`, width),
  ...fact('becomes', host.system, width),
  ...fact('may erase', selectorWords(host.disks), width),
  ...(host.after.length > 0 ? fact('after', host.after.join(', '), width) : []),
  ...host.secrets.flatMap(({ from, to }) => fact('copies', `${from} to ${to}`, width)),
  blank,
  ...fromTheMachine(machine, width, now),
  blank,
  ...diskLines(machine, width, glyphs),
]

const fromTheMachine = (
  { guest, heard, journey }: MachineState,
  width: number,
  now: number,
): readonly Line[] => {
  const title = line('From the machine', 'accent')
  if (guest === null) return [title, line('its installer has not phoned home yet', 'quiet')]
  return [
    title,
    ...fact('answers at', `${guest.address}, SSH port ${guest.sshPort}`, width),
    ...fact('firmware', guest.firmware === 'uefi' ? 'UEFI' : 'BIOS', width),
    ...fact('processors', String(guest.cpus), width),
    ...fact('memory', bytes(guest.memoryBytes), width),
    ...fact('MACs', guest.macs.join(', '), width),
    ...fact('boot', guest.bootId, width),
    ...guest.hostKeys.flatMap(key => fact('host key', key, width)),
    ...(heard === null ? [] : fact('last heard', `${precisely(now - heard)} ago`, width)),
    ...(journey.phase.name === 'done' ? fact('runs', journey.phase.system, width) : []),
    ...(journey.phase.name === 'failed' ? fact('failed', describeFault(journey.phase.fault), width) : []),
  ]
}

const diskLines = ({ guest, erases }: MachineState, width: number, glyphs: Glyphs): readonly Line[] => {
  const names = new Set(erases.map(diskName))
  return [
    line('Disks', 'accent'),
    ...(guest === null
      ? [line('not looked at yet', 'quiet')]
      : guest.disks.flatMap(disk => diskLine(disk, names.has(diskName(disk)), width, glyphs))),
  ]
}

/** The device and what becomes of it first; what the machine says of itself stands below. */
const diskLine = (disk: Disk, erased: boolean, width: number, glyphs: Glyphs): readonly Line[] => {
  const { path, bytes: size, model, serial, ids, contents } = disk
  const holds = contents.kind === 'blank' ? 'blank' : contents.what
  return [
    [
      span(erased ? `${glyphs.warning} ` : '  ', 'warning'),
      bold(path),
      span(`  ${bytes(size)}  `),
      span(erased ? 'to be erased, or erased' : 'not touched', erased ? 'warning' : 'quiet'),
    ],
    ...wrap(plainText(holds, 300), width - 4).map(text =>
      line(`    ${text}`, contents.kind === 'blank' ? 'good' : 'warning'),
    ),
    ...wrap(
      plainText([model, serial && `serial ${serial}`, ...ids].filter(Boolean).join(', '), 600),
      width - 4,
    ).map(text => line(`    ${text}`, 'quiet')),
  ]
}
