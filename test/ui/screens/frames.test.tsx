/** Every screen in every size: it fits, and says what it is there to say. */
import type { ReactElement } from 'react'
import { describe, expect, it } from 'vitest'
import { succeed } from '../../../src/engine/errors.ts'
import type { Plan, Snapshot, StatusWatch } from '../../../src/engine/index.ts'
import type { DeployProps, MachineProps, Size, StartProps, StatusProps } from '../../../src/ui/screen.ts'
import { screens } from '../../../src/ui/screens/index.ts'
import type { Theme } from '../../../src/ui/theme.ts'
import { fault } from '../../engine/journeys.ts'
import { host, plan } from '../../engine/plans.ts'
import { asciiTheme, frame, nobody, propsFor, sizes, theme } from '../frame.tsx'
import { copying, done, endOf, failed, held, runOf } from '../runs.ts'
import { deployedTo, rollOutWith, statusOf } from '../statuses.ts'

const service = {
  ...{ name: 'db', host: 'node1', dependsOn: [], ports: [5432], interface: {} },
  health: { startup: 'pg_isready', liveness: null, interval: 1, timeout: 1, retries: 1 },
}
const site = plan(
  ['node1', 'node2', 'node3', 'node4', 'node5'].map(name => host(name)),
  { services: [service] },
)
const facts = [...done('node1'), ...held('node2'), ...failed('node3'), ...copying('node4')]
const run = runOf(site, facts)

const watched: StatusWatch = {
  getSnapshot: () =>
    new Map([
      [
        'node2',
        {
          status: statusOf('node2', {
            kind: 'ours',
            running: succeed('/nix/store/new'),
            hostKey: 'k',
            health: [],
          }),
          at: 0,
        },
      ],
      ['node1', { status: statusOf('node1', { kind: 'stranger' }), at: 0 }],
    ]),
  subscribe: () => () => {},
  run: async () => {},
  refresh: () => {},
}

const everything = (
  size: Size,
  drawn: Theme = theme,
  plan: Plan = site,
  snapshot: Snapshot = run,
): Everything => ({
  ...propsFor(size, nobody(), drawn, endOf(site, facts) + 1000),
  ...{ plan, snapshot, warnings: [], preflight: null, refusal: null, host: 'node2' },
  site: { state: 'open', plan, warnings: [] },
  status: { state: 'open', hosts: plan.hosts.map(({ name }) => name), watch: watched },
  rollOut: rollOutWith({
    node1: deployedTo('confirming', { type: 'revertsIn', seconds: 600 }),
    node2: deployedTo('switching', { type: 'reverted', system: '/nix/store/a', fault }),
  }),
  choice: { hosts: plan.hosts.map(({ name }) => name), profiles: {} },
  profiles: ['base', 'worker'],
  generated: () => ({
    state: 'made',
    files: [{ path: '/etc/systemd/network/10-eno1.network', text: '[Match]\nName=eno1\n' }],
  }),
  ...{
    choose: () => {},
    begin: () => {},
    send: () => {},
    stop: () => {},
    open: () => {},
    demo: () => {},
    deploy: () => {},
    first: () => {},
  },
})

type Everything = MachineProps & StartProps & StatusProps & DeployProps
type Drawn = (props: Everything) => ReactElement

const drawn: readonly (readonly [string, Drawn, readonly string[]])[] = [
  ['start', props => <screens.start {...props} />, ['test', '5 machines', 'Go to the plan']],
  ['hosts', props => <screens.hosts {...props} />, ['NAME', 'node1', 'held', '5 hosts in this run']],
  ['plan', props => <screens.plan {...props} />, ['5 machines of test', 'Step 1', 'The run has begun']],
  ['run', props => <screens.run {...props} />, ['1 of 5 installed', 'node2', 'held', 'w confirm wipe']],
  ['machine', props => <screens.machine {...props} />, ['node2', 'timeline', 'not blank', 'w confirm wipe']],
  ['network', props => <screens.network {...props} />, ['boot script', '10-eno1.network']],
  ['services', props => <screens.services {...props} />, ['db', 'node1', 'pg_isready']],
  [
    'status',
    props => <screens.status {...props} />,
    ['HOST', 'node2', 'foreign', 'It is left alone', '1 current'],
  ],
  [
    'deploy',
    props => <screens.deploy {...props} />,
    ['node1', 'confirming', 'goes back in', '1 switched back'],
  ],
  ['end', props => <screens.end {...props} />, ['not over yet', 'node2', 'held']],
]

describe.each(drawn)('%s', (_, draw, words) => {
  it.each(sizes)('at $columns×$rows', size => {
    const text = frame(draw(everything(size)), size).join('\n')
    if (size.columns >= 80) for (const word of words) expect(text).toContain(word)
  })

  it('in ASCII has nothing else', () => {
    const size = { columns: 80, rows: 21 }
    for (const line of frame(draw(everything(size, asciiTheme)), size, asciiTheme))
      expect(line).toMatch(/^[\x20-\x7e]*$/)
  })

  it('means the same without colour', () => {
    const size = { columns: 120, rows: 37 }
    expect(frame(draw(everything(size)), size).join('')).not.toContain('\u001b')
  })
})

describe('five hundred machines', () => {
  const many = plan(Array.from({ length: 500 }, (_, nth) => host(`node${nth + 1}`)))
  const snapshot = runOf(many, [...copying('node77'), ...held('node499'), ...done('node3')])
  const size = { columns: 80, rows: 21 }
  const text = frame(<screens.run {...everything(size, theme, many, snapshot)} />, size)

  it('are rows, the one that wants somebody first', () => {
    expect(text[2]).toMatch(/MACHINE +STATE +WAY +TIME +WHAT/)
    expect(text[3]).toMatch(/❯ node499 +! held/)
    expect(text[4]).toMatch(/node77 +. copying/)
  })

  it('of which only those are drawn that can be seen', () => {
    expect(text.filter(line => /^. node\d+/.test(line) || /^ {2}node\d+/.test(line))).toHaveLength(11)
  })
})

describe('the start without a site', () => {
  const size = { columns: 80, rows: 21 }
  const props = everything(size)

  it('shows the ways on', () => {
    const text = frame(<screens.start {...props} site={{ state: 'none' }} />, size).join('\n')
    expect(text).toMatch(/❯ Try it .*simulated/)
    expect(text).toContain('Set up a first machine')
  })

  it('shows each error of a site that is refused', () => {
    const fault = {
      code: 'bad-mac',
      message: '"zz" is not a MAC address',
      place: 'hosts.n.mac',
      remedy: 'Write it',
    }
    const state = { state: 'refused', source: 'site.json', faults: [fault], warnings: [] } as const
    const text = frame(<screens.start {...props} site={state} />, size).join('\n')
    expect(text).toContain('✗ hosts.n.mac: "zz" is not a MAC address [bad-mac]')
    expect(text).toContain('→ Write it')
  })
})
