/** What the way to a first machine says: each question, what is known, and what was answered so far. Pure. */
import {
  type Discovered,
  type Disk,
  describeDisk,
  type Guest,
  type MachineState,
  plainText,
} from '../../engine/index.ts'
import type { Choosable } from '../components/Pick.tsx'
import { type GuideState, type GuideStep, guideSteps } from '../guide.ts'
import type { Confirmation } from '../screen.ts'
import type { Glyphs } from '../theme.ts'
import { bytes, timeOfDay } from './format.ts'
import { faultLines } from './plan.ts'
import { blank, bold, dotted, type Line, line, type Span, span, textOf, widthOf, wrap } from './spans.ts'
import { describePhase } from './words.ts'

const titles: Readonly<Record<GuideStep, string>> = {
  needs: 'What this host has',
  site: 'Where the site is written',
  wire: 'Where machines boot',
  addresses: 'Who gives addresses',
  machine: 'Switch the machine on',
  name: 'What it is called',
  disk: 'Which disk is erased',
  network: 'How it is reached',
  files: 'What will be written',
  plan: 'What will happen',
}

export const guideTitle = ({ step, before }: GuideState): string =>
  `${before.length === 0 ? 'First machine' : 'Next machine'}: ${titles[step]}`

const intros: Readonly<Record<GuideStep, string>> = {
  needs:
    'To install machines this host needs a few things. What is missing says how to get it; r looks again, Enter goes on.',
  site: 'A site is a folder with a few files that say what your machines are: yours to keep in git. Nothing is written before you have seen it.',
  wire: 'Machines find their boot program over one network. Pick the card of this host that is on it.',
  addresses:
    'A machine that boots wants an address first. Beside an address server that is there already, we only say what to boot.',
  machine:
    'Switch it on, or off and on again, so that it boots from the network (often F12 at its start). It shows up here when it asks. One that sleeps can be woken: type its MAC address.',
  name: 'Its name is its host name, and the name of its system in the flake.',
  disk: 'It boots an installer now, in memory; nothing is written to it. Once it has said what it has, pick the disk that will be erased.',
  network: 'Its installed system can keep asking for an address, or have one of its own.',
  files:
    'Enter writes these files; nothing is written before. Below them, what the machine makes of its network.',
  plan: 'The files are written; git add them when you like. Enter asks for your word: from there a disk is erased.',
}

export const introLines = ({ step }: GuideState, width: number): readonly Line[] =>
  wrap(intros[step], width).map(text => line(text))

/** What was answered, in a line. */
export const answersLine = (guide: GuideState, width: number, { ellipsis }: Glyphs): Line => {
  const pieces = answered(guide)
  const whole = dotted(...pieces)
  if (lengthOf(whole) <= width) return whole
  // The last answers count most: there it says what is erased.
  const room = width - `${ellipsis} · `.length
  const from = pieces.findIndex((_, at) => lengthOf(dotted(...pieces.slice(at))) <= room)
  return dotted(span(ellipsis, 'quiet'), ...pieces.slice(from))
}

const lengthOf = (line: Line): number => widthOf(textOf(line))

const answered = ({ answers, step: at, wires }: GuideState): readonly Span[] => {
  const has = (step: GuideStep) => guideSteps.indexOf(step) < guideSteps.indexOf(at)
  const { name, dhcp, mac, host, disk } = answers
  const wire = wires.find(wire => wire.name === answers.interface)
  const pieces = [
    has('site') && span(name, 'accent'),
    has('wire') && wire !== undefined && span(`${wire.name} ${wire.address}`, 'quiet'),
    has('addresses') &&
      span(dhcp === 'proxy' ? 'beside the address server' : `gives ${dhcp.from} to ${dhcp.to}`, 'quiet'),
    has('name') && span(`${host} ${mac ?? ''}`, 'accent'),
    has('disk') && disk !== null && span(`erases ${disk.path}`, 'warning'),
  ]
  return pieces.filter(piece => piece !== false)
}

/** What keeps it from going on: said where the next answer is given. */
export const troubleLines = ({ fault, busy }: GuideState, width: number, glyphs: Glyphs): readonly Line[] => {
  if (busy !== null) return [blank, line(`${busy}${glyphs.ellipsis}`, 'busy')]
  return fault === null ? [] : [blank, ...faultLines(fault, width, glyphs, 'bad')]
}

export const wireItems = ({ wires }: GuideState): readonly Choosable[] =>
  wires.map(({ name, address, up }) => ({
    ...{ key: name, label: name, why: `${address}${up ? '' : ', down'}` },
    ...(up ? {} : { is: 'warning' as const }),
  }))

/** `bc:24:11:d0:28:34` and who made it. */
export const machineItems = (
  discovered: readonly Discovered[],
  vendor: GuideState['vendor'],
): readonly Choosable[] => [
  ...discovered.map(({ mac, uuid, firmware, last, times }) => ({
    key: mac,
    label: mac,
    why: [
      vendor(mac) ?? 'maker unknown',
      firmware,
      `asked ${times === 1 ? 'once' : `${times} times`}, last ${timeOfDay(last)}`,
      uuid,
    ]
      .filter(Boolean)
      .join(', '),
  })),
  { key: typedMac, label: 'type its MAC address', why: 'it is woken, if it can be' },
]

export const typedMac = 'typed'

/** Newest last, so that one that was there stays where it is. */
export const seen = (discovered: Readonly<Record<string, Discovered>>): readonly Discovered[] =>
  Object.values(discovered)
    .filter(({ why }) => why === 'unknown')
    .toSorted((one, other) => one.first - other.first)

export const diskItems = (guest: Guest): readonly Choosable[] =>
  guest.disks.map(({ path, bytes: size, model, serial, contents }) => ({
    key: path,
    label: `${path} ${bytes(size)}`,
    why: plainText(
      [contents.kind === 'blank' ? 'blank' : contents.what, model, serial && `serial ${serial}`]
        .filter(Boolean)
        .join(', '),
      200,
    ),
    ...(contents.kind === 'blank' ? {} : { is: 'warning' as const }),
  }))

/** How far it is on its way to the question. */
export const bootLines = (
  machine: MachineState | undefined,
  width: number,
  rows: number,
  glyphs: Glyphs,
): readonly Line[] => {
  if (machine === undefined) return [line('its installer is being made ready', 'busy')]
  const { journey, trace } = machine
  if (journey.phase.name === 'failed')
    return [...faultLines(journey.phase.fault, width, glyphs, 'bad'), line('r tries it again', 'accent')]
  return [
    line(describePhase(journey), 'busy'),
    blank,
    ...trace
      .slice(-Math.max(1, rows - 2))
      .map(({ at, protocol, line: text }) => [
        span(`${timeOfDay(at)} `, 'quiet'),
        span(`${protocol} `.padEnd(7), 'accent'),
        span(text),
      ]),
  ]
}

/** `8 processors, 16 GB, UEFI` */
export const guestLine = (guest: Guest): Line =>
  dotted(
    span(`${guest.cpus} processors`),
    span(bytes(guest.memoryBytes)),
    span(guest.firmware === 'uefi' ? 'UEFI' : 'BIOS'),
    span(`at ${guest.address}`, 'quiet'),
  )

export const fileLines = ({ files, generated, answers }: GuideState, width: number): readonly Line[] => [
  ...files.flatMap(({ path, text }) => [
    [bold(`${answers.folder}/${path}`, 'accent')],
    ...text
      .trimEnd()
      .split('\n')
      .map(each => line(`  ${each}`)),
    blank,
  ]),
  ...generatedLines(generated, answers.host, width),
]

const generatedLines = (generated: GuideState['generated'], host: string, width: number): readonly Line[] => {
  if (generated === null) return []
  if (generated.state === 'making') return [line('its network files are being generated', 'busy')]
  if (generated.state === 'failed')
    return wrap(
      `What its network becomes cannot be shown: ${generated.fault.message}. ${generated.fault.remedy}`,
      width,
    ).map(text => line(text, 'quiet'))
  return generated.files.flatMap(({ path, text }) => [
    [bold(`${host}: ${path}`, 'accent')],
    ...text
      .trimEnd()
      .split('\n')
      .map(each => line(`  ${each}`, 'quiet')),
    blank,
  ])
}

/** The machine's own name has to be typed: one disk, on one machine. */
export const eraseConfirmation = (host: string, disk: Disk, erase: () => void): Confirmation => ({
  title: `Install ${host}`,
  lines: [
    `Erases ${describeDisk(disk)}`,
    ...(disk.contents.kind === 'blank' ? [] : ['It is not blank: what is on it will be gone.']),
    'It is looked at once more right before; any other disk is left alone.',
  ],
  text: host,
  verb: 'erase and install',
  act: erase,
})
