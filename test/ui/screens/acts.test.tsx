/** What the screens do when they are told to: by command, as the desk hands them out. */
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/engine/index.ts'
import type { Choice, MachineProps, StartProps } from '../../../src/ui/screen.ts'
import { screens } from '../../../src/ui/screens/index.ts'
import { host, plan } from '../../engine/plans.ts'
import { act, nobody, propsFor } from '../frame.tsx'
import { copying, done, endOf, failed, held, runOf } from '../runs.ts'

const site = plan(['node1', 'node2', 'node3', 'node4'].map(name => host(name)))
const facts = [...done('node1'), ...held('node2'), ...failed('node3'), ...copying('node4')]

const setUp = (change: Partial<MachineProps & StartProps> = {}) => {
  const asked = nobody()
  const sent: Command[] = []
  const choices: Choice[] = []
  const props: MachineProps & StartProps = {
    ...propsFor({ columns: 100, rows: 30 }, asked, undefined, endOf(site, facts)),
    ...{
      plan: site,
      snapshot: runOf(site, facts),
      warnings: [],
      preflight: null,
      refusal: null,
      host: 'node2',
    },
    site: { state: 'open', plan: site, warnings: [] },
    choice: { hosts: ['node1', 'node2'], profiles: {} },
    profiles: ['base', 'worker'],
    generated: () => ({ state: 'made', files: [] }),
    choose: choice => choices.push(choice),
    send: command => sent.push(command),
    begin: () => asked.said.push('begin'),
    ...{
      stop: () => {},
      open: source => asked.said.push(`open ${source}`),
      demo: () => asked.said.push('demo'),
      first: () => asked.said.push('first'),
    },
    ...change,
  }
  return { props, asked, sent, choices }
}

describe('the run', () => {
  it('asks for the word before a disk is erased, for exactly the disks it shows', async () => {
    const { props, asked, sent } = setUp()
    const screen = await act(screens.run, props)
    await screen.run('wipe')
    expect(sent).toEqual([])
    const [confirmation] = asked.confirmations
    expect(confirmation).toMatchObject({ text: 'node2', verb: 'erase', title: 'Erase node2' })
    expect(confirmation?.lines.join(' ')).toContain('serial S2')
    expect(confirmation?.lines.join(' ')).toContain('an ext4 file system labelled "customers"')
    confirmation?.act()
    expect(sent).toEqual([{ type: 'wordGiven', host: 'node2', disks: ['ata-S2'] }])
  })

  it('retries what failed, and offers nothing to what is done', async () => {
    const { props, sent } = setUp()
    const screen = await act(screens.run, props)
    await screen.run('down')
    expect(screen.available()).toContain('retry')
    await screen.run('retry')
    expect(sent).toEqual([{ type: 'retried', host: 'node3' }])
    await screen.run('last')
    for (const command of ['retry', 'skip', 'abort', 'wipe'] as const)
      expect(screen.available()).not.toContain(command)
  })

  it('asks before a disk is left half written', async () => {
    const { props, asked, sent } = setUp()
    const screen = await act(screens.run, props)
    await screen.run('down', 'down')
    await screen.run('abort')
    expect([asked.confirmations[0]?.text, sent]).toEqual(['node4', []])
    asked.confirmations[0]?.act()
    expect(sent).toEqual([{ type: 'aborted', host: 'node4' }])
  })

  it('takes a burst key by key', async () => {
    const { props, asked } = setUp()
    const screen = await act(screens.run, props)
    await screen.run('down', 'down', 'down')
    await screen.run('open')
    expect(asked.said).toEqual(['go machine node1'])
  })

  it('becomes rows, and panes again', async () => {
    const { props } = setUp()
    const screen = await act(screens.run, props)
    expect(screen.text()).not.toContain('MACHINE')
    await screen.run('dense')
    expect(screen.text()).toContain('MACHINE')
    await screen.run('dense')
    expect(screen.text()).not.toContain('MACHINE')
  })
})

describe('a machine held for what runs on it', () => {
  it('is given the word without disks', async () => {
    const foreign = plan([host('node1')])
    const snapshot = runOf(foreign, [
      { type: 'started', host: 'node1' },
      { type: 'probed', host: 'node1', state: 'foreign', detail: 'Debian answers' },
    ])
    const { props, asked, sent } = setUp({ plan: foreign, snapshot, host: 'node1' })
    const screen = await act(screens.machine, props)
    await screen.run('wipe')
    expect(asked.confirmations[0]?.lines.join(' ')).toContain('Debian answers')
    asked.confirmations[0]?.act()
    expect(sent).toEqual([{ type: 'wordGiven', host: 'node1', disks: [] }])
  })
})

describe('a machine', () => {
  it('shows its tabs in turn, and travels to the others', async () => {
    const { props, asked } = setUp({ host: 'node4' })
    const screen = await act(screens.machine, props)
    await screen.run('next-tab', 'next-tab')
    expect(screen.text()).toContain('❯ boot trace')
    await screen.run('next-tab')
    expect(screen.text()).toContain("copying path '/nix/store/abc-system'")
    await screen.run('copy', 'next-host')
    expect(asked.said).toEqual([expect.stringContaining('copy '), 'go machine node1'])
  })

  it('opens an exchange to its packets, and closes it', async () => {
    const one = plan([host('node1')])
    const snapshot = runOf(one, [
      {
        type: 'exchanged',
        host: 'node1',
        protocol: 'dhcp',
        line: 'DISCOVER: OFFER',
        detail: ['OFFER to x', '  54 server: 10.0.0.1'],
      },
    ])
    const { props } = setUp({ plan: one, snapshot, host: 'node1' })
    const screen = await act(screens.machine, props)
    await screen.run('next-tab')
    expect(screen.text()).not.toContain('54 server')
    await screen.run('open')
    expect(screen.text()).toContain('54 server: 10.0.0.1')
    await screen.run('back')
    expect(screen.text()).not.toContain('54 server')
  })

  it('follows its log only while one is at its end', async () => {
    const one = plan([host('node1')])
    const logged = (count: number) =>
      runOf(
        one,
        Array.from({ length: count }, (_, nth) => ({
          type: 'logged' as const,
          host: 'node1',
          source: 'agent' as const,
          line: `line ${nth + 1} of it`,
        })),
      )
    const { props } = setUp({ plan: one, snapshot: logged(80), host: 'node1' })
    const screen = await act(screens.machine, props)
    await screen.run('previous-tab')
    await screen.run('previous-tab')
    expect(screen.text()).toContain('line 80 of it')
    expect(screen.text()).toContain('following')
    await screen.run('first')
    expect(screen.text()).toContain('line 1 of it')
    expect(screen.text()).not.toContain('following')
    await screen.run('last')
    expect(screen.text()).toContain('following')
  })
})

describe('hosts', () => {
  it('are marked and unmarked before the run', async () => {
    const { props, choices } = setUp()
    const screen = await act(screens.hosts, { ...props, snapshot: null })
    await screen.run('mark')
    await screen.run('down', 'down')
    await screen.run('mark')
    await screen.run('mark-all')
    expect(choices.map(({ hosts }) => hosts)).toEqual([
      ['node2'],
      ['node2', 'node3'],
      ['node1', 'node2', 'node3', 'node4'],
    ])
  })

  it('are no longer to be chosen once it has begun', async () => {
    const { props } = setUp()
    const screen = await act(screens.hosts, props)
    for (const command of ['mark', 'mark-all', 'profile'] as const)
      expect(screen.available()).not.toContain(command)
  })

  it('pick what boots first from a list', async () => {
    const { props, choices } = setUp()
    const screen = await act(screens.hosts, { ...props, snapshot: null })
    await screen.run('profile')
    expect(screen.text()).toContain('What boots first')
    await screen.press('j')
    await screen.press('\r')
    expect(choices).toEqual([{ hosts: ['node1', 'node2'], profiles: { node1: 'worker' } }])
    expect(screen.text()).not.toContain('What boots first')
  })

  it('get the same profile when a filter shows several', async () => {
    const { props, choices } = setUp()
    const screen = await act(screens.hosts, { ...props, snapshot: null })
    await screen.run('filter')
    // What would be typed into the filter is not offered meanwhile.
    expect(screen.available()).toContain('open')
    expect(screen.available()).not.toContain('quit')
    await screen.type('00:0')
    await screen.run('open')
    await screen.run('profile')
    await screen.press('j')
    await screen.press('\r')
    expect(Object.keys(choices[0]?.profiles ?? {})).toEqual(['node1', 'node2', 'node3', 'node4'])
  })

  it('leave the picker as they were with "back"', async () => {
    const { props, choices } = setUp()
    const screen = await act(screens.hosts, { ...props, snapshot: null })
    await screen.run('profile')
    await screen.run('back')
    expect(screen.text()).not.toContain('What boots first')
    expect(choices).toEqual([])
  })

  it('that are unknown are copied for the site', async () => {
    const snapshot = runOf(site, [
      {
        type: 'discovered',
        mac: '52:54:00:00:00:99',
        uuid: null,
        firmware: 'BIOS',
        why: 'unknown',
        via: '10.0.0.1',
      },
    ])
    const { props, asked } = setUp({ snapshot })
    const screen = await act(screens.hosts, props)
    expect(screen.text()).toContain('its MAC address is not in the site')
    await screen.run('last')
    await screen.run('adopt')
    expect(asked.said).toEqual(['copy "machine5": { "mac": "52:54:00:00:00:99" }'])
  })
})

describe('the plan', () => {
  it('begins on "back", and starts only by typing', async () => {
    const { props, asked } = setUp()
    const screen = await act(screens.plan, { ...props, snapshot: null })
    await screen.run('open')
    await screen.run('next-tab')
    await screen.run('open')
    expect(asked.said).toEqual(['back'])
    expect(asked.confirmations[0]?.text).toBe('test')
    asked.confirmations[0]?.act()
    expect(asked.said).toEqual(['back', 'begin'])
  })

  it('says why there is nothing to start', async () => {
    const { props, asked } = setUp({ choice: { hosts: [], profiles: {} } })
    const screen = await act(screens.plan, { ...props, snapshot: null })
    await screen.run('begin')
    expect(asked.said).toEqual([expect.stringContaining('no machine is chosen')])
    expect(asked.confirmations).toEqual([])
  })
})

describe('the start', () => {
  it('goes through the door the cursor is on', async () => {
    const { props, asked } = setUp({ site: { state: 'none' } })
    const screen = await act(screens.start, props)
    await screen.run('open')
    expect(asked.said).toEqual(['demo'])
    await screen.run('down')
    await screen.run('open')
    expect(asked.said).toEqual(['demo', 'first'])
  })
})

describe('the network', () => {
  it('shows one page after the other, for one host after the other', async () => {
    const { props, asked } = setUp()
    const screen = await act(screens.network, props)
    await screen.run('next-host')
    expect(screen.text()).toMatch(/^node3 /m)
    await screen.run('down', 'down', 'down')
    expect(screen.text()).toContain('52:54:00:00:00:01')
    await screen.run('save')
    expect(asked.said).toEqual(['save node3-reservations.txt'])
  })
})

it('the report can be kept', async () => {
  const { props, asked } = setUp()
  const screen = await act(screens.end, props)
  await screen.run('save', 'copy')
  expect(asked.said).toEqual(['save test-report.txt', expect.stringMatching(/MACHINE +RESULT/)])
})
