/** The first thing anybody sees: what was found here, and the ways on. */

import type { SiteState } from '../screen.ts'
import type { Glyphs } from '../theme.ts'
import { counted } from './format.ts'
import { faultLines } from './plan.ts'
import { blank, bold, type Line, line, span, wrap } from './spans.ts'

export type Door = 'hosts' | 'plan' | 'status' | 'demo' | 'first' | 'open'

export interface DoorWords {
  readonly door: Door
  readonly label: string
  readonly why: string
}

const doors: Readonly<Record<Door, Omit<DoorWords, 'door'>>> = {
  hosts: { label: 'Look at the hosts', why: 'pick machines and what boots first on them' },
  plan: { label: 'Go to the plan', why: 'what a run would do, before it does it' },
  status: { label: 'How the machines are', why: 'which answer, and which run what they should' },
  demo: { label: 'Try it', why: 'the whole program, with simulated machines' },
  first: {
    label: 'Set up a first machine',
    why: 'question by question, to an installed machine',
  },
  open: { label: 'Open a site', why: 'a file, a folder or a flake' },
}

const doorsBy: Readonly<Record<SiteState['state'], readonly Door[]>> = {
  none: ['demo', 'first', 'open'],
  looking: [],
  refused: ['open', 'demo'],
  open: ['hosts', 'plan', 'status', 'demo', 'open'],
}

export const doorsOf = (site: SiteState): readonly DoorWords[] =>
  doorsBy[isMissing(site) ? 'none' : site.state].map(door => ({ door, ...doors[door] }))

/** Nothing was found where nothing was named: that is no mistake, it is the beginning. */
const isMissing = (site: SiteState): boolean =>
  site.state === 'refused' && site.source === '.' && site.faults.every(({ code }) => code === 'no-site')

export const isWrong = (site: SiteState): boolean => site.state === 'refused' && !isMissing(site)

const welcome = (width: number): readonly Line[] => [
  ...wrap(
    'firstlight brings up machines with NixOS over the network, from this terminal: it wakes them, answers their network boot, installs them, and proves that they came back.',
    width,
  ).map(text => line(text)),
  blank,
  ...wrap('There is no site in this folder yet (site.nix, site.json, hosts.json). Three ways on:', width).map(
    text => line(text, 'quiet'),
  ),
]

export const siteLines = (site: SiteState, width: number, glyphs: Glyphs): readonly Line[] => {
  if (isMissing(site)) return welcome(width)
  switch (site.state) {
    case 'none':
      return welcome(width)
    case 'looking':
      return [[span(`reading ${site.source}`, 'busy')]]
    case 'refused':
      return [
        [
          bold(site.source),
          span(`  ${counted(site.faults.length, 'error')}; nothing has been touched`, 'bad'),
        ],
        blank,
        ...site.faults.flatMap(fault => faultLines(fault, width, glyphs, 'bad')),
        ...site.warnings.flatMap(fault => faultLines(fault, width, glyphs, 'warning')),
      ]
    case 'open': {
      const { name, source, hosts, services, networks } = site.plan
      const managed = hosts.filter(host => host.managed).length
      return [
        [bold(name), span(`  ${source}`, 'quiet')],
        line(
          [
            counted(managed, 'machine'),
            networks.length > 0 && counted(networks.length, 'network'),
            services.length > 0 && counted(services.length, 'service'),
          ]
            .filter(Boolean)
            .join(', '),
        ),
        ...site.warnings.flatMap(fault => faultLines(fault, width, glyphs, 'warning')),
      ]
    }
    default:
      return site satisfies never
  }
}
