import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/engine/index.ts'
import type { Choice, SiteState } from '../../../src/ui/screen.ts'
import { adoption, discoveredRows, hostRows } from '../../../src/ui/view/hosts.ts'
import { asText } from '../../../src/ui/view/log.ts'
import { obstacle, planLines, startConfirmation, waves, whyNoStart } from '../../../src/ui/view/plan.ts'
import { findingLines, preflightHeadline, sortFindings } from '../../../src/ui/view/preflight.ts'
import { textOf, widthOf } from '../../../src/ui/view/spans.ts'
import { doorsOf, isWrong, siteLines } from '../../../src/ui/view/start.ts'
import { host, plan } from '../../engine/plans.ts'
import { theme } from '../frame.tsx'
import { held, runOf } from '../runs.ts'

const { glyphs } = theme
const site = plan([
  host('node1', { wave: 1, disks: [{ serial: 'S1' }, { id: 'nvme-X' }] }),
  host('node2', {
    wave: 2,
    after: ['node1'],
    secrets: [{ from: 'secrets/ssh', to: '/etc/ssh', mode: 0o600 }],
  }),
  host('node3', { wave: 2 }),
  host('router', { managed: false, macs: [], address: '10.0.0.1' }),
])
const choice: Choice = { hosts: ['node1', 'node2'], profiles: { node2: 'worker' } }
const refused: Finding = {
  state: 'refused',
  name: 'UDP 67',
  fault: { code: 'port-in-use', message: 'port 67 is taken by dnsmasq', place: 'UDP 67', remedy: 'Stop it' },
}
const view = { plan: site, choice, warnings: [], preflight: null, snapshot: null, refusal: null }

describe('the plan', () => {
  const text = (change = {}) => asText(planLines({ ...view, ...change }, 90, glyphs))

  it('goes in waves, of those that are chosen', () => {
    expect(waves(site, choice).map(layer => layer.map(({ name }) => name))).toEqual([['node1'], ['node2']])
  })

  it('says what boots, what it becomes, what is erased and what is copied', () => {
    expect(text()).toContain('node1  52:54:00:00:00:01  boots netboot-base → becomes node1')
    expect(text()).toContain('erases serial S1; id nvme-X; looked at first')
    expect(text()).toContain('boots worker → becomes node2')
    expect(text()).toContain('after node1')
    expect(text()).toContain('copies secrets/ssh to /etc/ssh')
  })

  it('says what is left out, and what is never touched', () => {
    expect(text()).toContain('Left out by you: node3')
    expect(text()).toContain('Never touched (managed = false): router')
  })

  it('knows the disks once they were looked at', () => {
    const snapshot = runOf(site, held('node1'))
    expect(text({ snapshot })).toContain(
      'erases /dev/sda (Western Wind, serial S2, 480 GB): an ext4 file system labelled',
    )
  })

  it('puts what stands in the way first, with its remedy', () => {
    const [first, second] = planLines({ ...view, preflight: [refused] }, 90, glyphs).map(textOf)
    expect(first).toBe('✗ UDP 67          port 67 is taken by dnsmasq [port-in-use]')
    expect(second?.trim()).toBe('→ Stop it')
  })

  it('never draws wider than its room', () => {
    for (const line of planLines({ ...view, preflight: [refused] }, 60, glyphs))
      if (!textOf(line).includes('boots')) expect(widthOf(textOf(line))).toBeLessThanOrEqual(60)
  })

  it('is started by typing the name of the site, and says how many', () => {
    let begun = 0
    const confirmation = startConfirmation({ ...view, preflight: [refused] }, () => {
      begun += 1
    })
    expect(confirmation).toMatchObject({ title: 'Install 2 machines', text: 'test', verb: 'start' })
    expect(confirmation.lines.join('\n')).toContain('node1, node2')
    expect(confirmation.lines.join('\n')).toContain('1 finding in the way')
    expect(begun).toBe(0)
    confirmation.act()
    expect(begun).toBe(1)
  })

  it('is not started twice, nor for nobody', () => {
    expect(whyNoStart(view)).toBeNull()
    expect(whyNoStart({ ...view, snapshot: runOf(site) })).toBe('the run has begun')
    expect(whyNoStart({ ...view, choice: { hosts: ['router'], profiles: {} } })).toMatch(
      /no machine is chosen/,
    )
    expect(obstacle(view)).toBeNull()
  })
})

describe('hosts', () => {
  const rows = hostRows(site, choice, null, '')

  it('are told with their choice', () => {
    expect(rows.map(({ name, chosen, profile }) => [name, chosen, profile])).toEqual([
      ['node1', true, 'netboot-base'],
      ['node2', true, 'worker'],
      ['node3', false, 'netboot-base'],
      ['router', false, ''],
    ])
    expect(rows.map(({ state }) => state.word)).toEqual([
      'not asked yet',
      'not asked yet',
      'not asked yet',
      'never touched',
    ])
  })

  it('are found by any of their words', () => {
    expect(hostRows(site, choice, null, '00:03').map(({ name }) => name)).toEqual(['node3'])
  })

  it('know their state and disks during a run', () => {
    const [row] = hostRows(site, choice, runOf(site, held('node1')), '')
    expect(row).toMatchObject({ disks: '/dev/sda S2', address: '10.0.0.11', state: { word: 'held' } })
  })

  it('that nobody knows can be adopted under a name that is free', () => {
    const run = runOf(site, [
      {
        type: 'discovered',
        mac: '52:54:00:00:00:99',
        uuid: null,
        firmware: 'BIOS',
        why: 'unknown',
        via: '10.0.0.1',
      },
    ])
    const [stranger] = discoveredRows(run)
    if (stranger === undefined) throw new Error('nobody')
    expect(adoption(site, stranger)).toBe('"machine5": { "mac": "52:54:00:00:00:99" }')
    expect(adoption({ ...site, source: 'site.nix' }, stranger)).toBe(
      'hosts.machine5.mac = "52:54:00:00:00:99";',
    )
    expect(adoption({ ...site, hosts: [...site.hosts, host('machine6')] }, stranger)).toContain('machine7')
  })
})

describe('the start', () => {
  const missing: SiteState = {
    state: 'refused',
    source: '.',
    faults: [{ code: 'no-site', message: 'there is no site here', place: '.', remedy: 'Name one' }],
    warnings: [],
  }
  const wrong: SiteState = { ...missing, source: 'site.json' }
  const open: SiteState = { state: 'open', plan: site, warnings: [] }

  it('opens other doors in other places', () => {
    const doors = (state: SiteState) => doorsOf(state).map(({ door }) => door)
    expect(doors({ state: 'none' })).toEqual(['demo', 'first', 'open'])
    expect(doors(missing)).toEqual(['demo', 'first', 'open'])
    expect(doors(wrong)).toEqual(['open', 'demo'])
    expect(doors(open)).toEqual(['hosts', 'plan', 'status', 'demo', 'open'])
    expect(doors({ state: 'looking', source: '.' })).toEqual([])
  })

  it('holds an empty folder for no mistake', () => {
    expect([isWrong(missing), isWrong(wrong)]).toEqual([false, true])
  })

  it('tells every error with place and remedy', () => {
    const text = asText(siteLines(wrong, 80, glyphs))
    expect(text).toContain('✗ .: there is no site here [no-site]')
    expect(text).toContain('→ Name one')
  })

  it('counts what a site has', () => expect(asText(siteLines(open, 80, glyphs))).toContain('3 machines'))
})

describe('what a run needs', () => {
  const good: Finding = { state: 'good', name: 'nix', found: '2.24.9' }

  it('puts first what has to be mended', () => {
    expect(sortFindings([good, refused])).toEqual([refused, good])
    expect(textOf(preflightHeadline([good, refused]))).toBe('1 of 2 must be mended before a run')
    expect(textOf(preflightHeadline([good]))).toBe('ready')
  })

  it('has a remedy for what is not good', () => {
    expect(findingLines(good, 60, glyphs).map(textOf)).toEqual(['✓ nix             2.24.9'])
    expect(findingLines(refused, 60, glyphs).map(textOf).at(-1)?.trim()).toBe('→ Stop it')
  })
})
