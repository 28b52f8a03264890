/** Per host, what it is given and what it is made of: the boot as it was answered, and the files it will have. */
import { type Host, type MachineState, type Plan, plainText, type TraceLine } from '../../engine/index.ts'
import type { Generated } from '../screen.ts'
import type { Glyphs } from '../theme.ts'
import { timeOfDay } from './format.ts'
import { highlight, highlighted } from './highlight.ts'
import { blank, cell, type Line, line, span, wrap } from './spans.ts'
import { detailLines } from './trace.ts'
import { treeRows } from './tree.ts'
import { describeFault } from './words.ts'

export interface Page {
  readonly key: string
  /** In the tree on the left. */
  readonly label: string
  /** False: a heading, or a folder. */
  readonly opens: boolean
}

const heading = (label: string): Page => ({ key: `heading ${label}`, label, opens: false })

export const pagesOf = (generated: Generated, glyphs: Glyphs): readonly Page[] => [
  heading('Boot'),
  { key: 'script', label: `${glyphs.tree.branch} boot script`, opens: true },
  { key: 'cmdline', label: `${glyphs.tree.branch} kernel command line`, opens: true },
  { key: 'offer', label: `${glyphs.tree.last} DHCP offer`, opens: true },
  heading('Site'),
  { key: 'reservations', label: `${glyphs.tree.branch} reservations`, opens: true },
  { key: 'networks', label: `${glyphs.tree.last} networks`, opens: true },
  heading('Files on the machine'),
  ...(generated.state === 'made' && generated.files.length > 0
    ? treeRows(
        generated.files.map(({ path }) => path),
        glyphs,
      ).map(({ label, path }, index) => ({
        key: path === null ? `folder ${index}` : `file ${path}`,
        label,
        opens: path !== null,
      }))
    : [
        {
          key: 'files',
          label: `${glyphs.tree.last} ${noFiles[generated.state]}`,
          opens: true,
        },
      ]),
]

const noFiles = { making: 'asking Nix', failed: 'not to be had here', made: 'none' } as const

export interface NetworkView {
  readonly plan: Plan
  readonly host: Host
  readonly machine: MachineState | null
  readonly generated: Generated
}

/** The text of a page, as lines; what is not there yet says why, and when it will be. */
export const pageLines = (key: string, view: NetworkView, width: number): readonly Line[] => {
  if (key === 'script') return scriptLines(view, width)
  if (key === 'cmdline') return commandLine(view, width)
  if (key === 'offer') return offerLines(view, width)
  if (key === 'reservations') return reservationLines(view.plan)
  if (key === 'networks') return networkLines(view.plan, width)
  return fileLines(key, view.generated, width)
}

const note = (text: string, width: number): readonly Line[] =>
  wrap(text, width).map(part => line(part, 'quiet'))

const asked = (view: NetworkView, test: (exchange: TraceLine) => boolean): TraceLine | undefined =>
  view.machine?.trace.find(test)

const scriptOf = (view: NetworkView): { at: number; lines: readonly string[] } | undefined => {
  const exchange = asked(view, ({ detail }) => detail.some(text => text.startsWith('kernel ')))
  const from = exchange?.detail.indexOf('#!ipxe') ?? -1
  return exchange === undefined || from < 0
    ? undefined
    : { at: exchange.at, lines: exchange.detail.slice(from) }
}

const scriptLines = (view: NetworkView, width: number): readonly Line[] => {
  const script = scriptOf(view)
  if (script === undefined)
    return note(
      `It is made for each boot anew, with a pass that opens it once. It stands here as soon as ${view.host.name} has asked for it; it will boot ${view.host.installer}.`,
      width,
    )
  return [
    line(`as answered at ${timeOfDay(script.at)}, its pass not shown`, 'quiet'),
    blank,
    ...script.lines.map(text => highlight(plainText(text, 4000))),
  ]
}

const commandLine = (view: NetworkView, width: number): readonly Line[] => {
  const words = scriptOf(view)
    ?.lines.find(text => text.startsWith('kernel '))
    ?.replace(/ \|\| .*$/, '')
    .split(' ')
    .slice(2)
  if (words === undefined)
    return note(
      `It is part of the boot script: the init path of ${view.host.installer}, its console, and where the agent finds us. It stands here as soon as ${view.host.name} has asked for it.`,
      width,
    )
  return words.map(word => highlight(plainText(word, 2000)))
}

const offerLines = (view: NetworkView, width: number): readonly Line[] => {
  const exchange = asked(
    view,
    ({ protocol, detail }) => protocol === 'dhcp' && detail.some(text => /^(OFFER|ACK) to/.test(text)),
  )
  if (exchange === undefined)
    return note(
      `${view.host.name} has not been offered anything yet. What it asks and what we answer stands here, decoded.`,
      width,
    )
  return [
    line(`answered at ${timeOfDay(exchange.at)}`, 'quiet'),
    blank,
    ...detailLines({ key: 'offer', exchange }),
  ]
}

const reservationLines = ({ hosts, provision }: Plan): readonly Line[] => [
  line(
    provision.dhcp.mode === 'proxy'
      ? 'The address server on this network gives addresses; these are what the site expects of it.'
      : `We give addresses ${provision.dhcp.ranges.map(({ from, to }) => `${from} to ${to}`).join(', ')}, and these to their machines:`,
    'quiet',
  ),
  blank,
  ...hosts.flatMap(({ macs, address, name }) =>
    macs.map(
      (mac): Line => [
        span(mac, 'busy'),
        span(`  ${cell(address ?? 'any', 16)}`, address === null ? 'quiet' : undefined),
        span(name),
      ],
    ),
  ),
]

const networkLines = ({ networks }: Plan, width: number): readonly Line[] =>
  networks.length === 0
    ? note('The site names no networks: every machine gets its address from the address server.', width)
    : networks.flatMap(({ name, cidr, vlan, gateway, dns, mtu }) => [
        line(`[${name}]`, 'accent'),
        ...[
          `cidr = ${cidr}`,
          ...(gateway === null ? [] : [`gateway = ${gateway}`]),
          ...(dns.length === 0 ? [] : [`dns = ${dns.join(' ')}`]),
          ...(vlan === null ? [] : [`vlan = ${vlan}`]),
          ...(mtu === null ? [] : [`mtu = ${mtu}`]),
        ].map(highlight),
        blank,
      ])

const fileLines = (key: string, generated: Generated, width: number): readonly Line[] => {
  if (generated.state === 'making') return note('Nix is asked for the files of this host.', width)
  if (generated.state === 'failed')
    return wrap(describeFault(generated.fault), width).map(text => line(text, 'warning'))
  const file = generated.files.find(({ path }) => key === `file ${path}`)
  if (file === undefined) return note('The site generates no files for this host.', width)
  return highlighted(file.text).map(spans =>
    spans.map(each => ({ ...each, text: each.text.replaceAll('\t', '  ') })),
  )
}

/** A name for the file that a page is saved to. */
export const fileNameOf = (key: string, host: string): string =>
  key.startsWith('file ') ? `${host}-${key.slice(5).split('/').at(-1)}` : `${host}-${key}.txt`
