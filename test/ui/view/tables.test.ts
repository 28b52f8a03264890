import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { highlight, highlighted } from '../../../src/ui/view/highlight.ts'
import { asText } from '../../../src/ui/view/log.ts'
import { type NetworkView, pageLines, pagesOf } from '../../../src/ui/view/network.ts'
import { reportOf } from '../../../src/ui/view/report.ts'
import { serviceRows, tallyServices } from '../../../src/ui/view/services.ts'
import { textOf, widthOf } from '../../../src/ui/view/spans.ts'
import { type Column, fitColumns, headerLine, sortRows, tableLine } from '../../../src/ui/view/table.ts'
import { treeRows } from '../../../src/ui/view/tree.ts'
import { host, plan } from '../../engine/plans.ts'
import { theme } from '../frame.tsx'
import { done, failed, runOf } from '../runs.ts'

const { glyphs } = theme

describe('a table', () => {
  interface Row {
    readonly name: string
    readonly size: number
  }
  const columns: readonly Column<Row>[] = [
    { key: 'name', title: 'NAME', text: ({ name }) => name, narrowest: 4 },
    {
      key: 'size',
      title: 'SIZE',
      text: ({ size }) => String(size),
      side: 'right',
      spare: 2,
      order: ({ size }) => size,
    },
    { key: 'note', title: 'NOTE', text: ({ name }) => name.repeat(3), spare: 1 },
  ]
  const rows = [
    { name: 'node10', size: 9 },
    { name: 'node2', size: 80 },
  ]

  it('has all its columns where there is room', () => {
    const fitted = fitColumns(columns, rows, 80)
    expect(textOf(headerLine(fitted))).toBe('NAME    SIZE  NOTE')
    expect(textOf(tableLine(fitted, { name: 'node10', size: 9 }))).toBe('node10     9  node10node10node10')
  })

  it('gives up first what can be spared first', () => {
    expect(fitColumns(columns, rows, 14).map(({ column }) => column.key)).toEqual(['name', 'size'])
    expect(fitColumns(columns, rows, 8).map(({ column }) => column.key)).toEqual(['name'])
  })

  it('is as wide as its room at most, and every row as wide as the others', () => {
    const texts = fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 30 }), size: fc.nat() }), {
      minLength: 1,
    })
    fc.assert(
      fc.property(texts, fc.integer({ min: 10, max: 120 }), (rows, width) => {
        const fitted = fitColumns(columns, rows, width)
        const widths = rows.map(row =>
          tableLine(fitted, row).reduce((sum, { text }) => sum + widthOf(text), 0),
        )
        return new Set(widths).size === 1 && (widths[0] ?? 0) <= width
      }),
    )
  })

  it('shows what it is sorted by, and never over the title', () => {
    const fitted = fitColumns(columns, rows, 80)
    expect(textOf(headerLine(fitted, { key: 'name', reversed: false }))).toBe('NAMEv   SIZE  NOTE')
    expect(textOf(headerLine(fitted, { key: 'size', reversed: true }))).toBe('NAME    SIZE^ NOTE')
  })

  it('sorts numbers as numbers, and names as people do', () => {
    expect(sortRows(rows, columns[0], false).map(({ name }) => name)).toEqual(['node2', 'node10'])
    expect(sortRows(rows, columns[1], true).map(({ size }) => size)).toEqual([80, 9])
    expect(sortRows(rows, undefined, false)).toEqual(rows)
  })
})

it('a tree joins folders that hold nothing else', () => {
  const paths = [
    '/etc/systemd/network/10-eno1.network',
    '/etc/systemd/network/20-stor.netdev',
    '/etc/bird.conf',
  ]
  expect(treeRows(paths, glyphs)).toEqual([
    { label: '└─ etc/', path: null },
    { label: '   ├─ bird.conf', path: '/etc/bird.conf' },
    { label: '   └─ systemd/network/', path: null },
    { label: '      ├─ 10-eno1.network', path: '/etc/systemd/network/10-eno1.network' },
    { label: '      └─ 20-stor.netdev', path: '/etc/systemd/network/20-stor.netdev' },
  ])
})

it('highlighting changes no letter', () => {
  fc.assert(
    fc.property(
      fc.string(),
      text =>
        highlight(text)
          .map(({ text }) => text)
          .join('') === text,
    ),
  )
  expect(highlighted('[Match]\nName=eno1\n# why\n').map(line => line[0]?.is)).toEqual([
    'accent',
    'busy',
    'quiet',
  ])
})

describe('the network of a host', () => {
  const node1 = host('node1', { address: '10.0.0.11' })
  const site = plan([node1], {
    networks: [{ name: 'mgmt', cidr: '10.0.0.0/24', gateway: '10.0.0.1', dns: [], vlan: 20, mtu: null }],
  })
  const kernel =
    'kernel http://10.0.0.1/pass/…/kernel init=/nix/store/x/init initrd=initrd console=ttyS0 || goto again'
  const run = runOf(site, [
    {
      type: 'exchanged',
      host: 'node1',
      protocol: 'dhcp',
      line: 'DISCOVER: OFFER',
      detail: ['DISCOVER from x', 'OFFER to x', '  54 server: 10.0.0.1'],
    },
    {
      type: 'exchanged',
      host: 'node1',
      protocol: 'http',
      line: 'GET boot.ipxe',
      detail: ['answered 200', '#!ipxe', kernel],
    },
  ])
  const view: NetworkView = {
    plan: site,
    host: node1,
    machine: run.machines[0] ?? null,
    generated: { state: 'made', files: [{ path: '/etc/a.conf', text: 'a = 1\n' }] },
  }
  const text = (key: string, change: Partial<NetworkView> = {}) =>
    asText(pageLines(key, { ...view, ...change }, 200))

  it('is the script as it was answered, and the command line in it', () => {
    expect(text('script')).toMatch(/its pass not shown\n\n#!ipxe\nkernel http/)
    expect(text('cmdline')).toBe('init=/nix/store/x/init\ninitrd=initrd\nconsole=ttyS0\n')
  })

  it('is the offer as it went out', () =>
    expect(text('offer')).toContain('OFFER to x\n  54 server: 10.0.0.1'))

  it('says what it waits for before there is any', () => {
    for (const key of ['script', 'cmdline', 'offer']) expect(text(key, { machine: null })).toContain('node1')
  })

  it('has reservations and networks from the site', () => {
    expect(text('reservations')).toContain('52:54:00:00:00:01  10.0.0.11')
    expect(text('networks')).toBe('[mgmt]\ncidr = 10.0.0.0/24\ngateway = 10.0.0.1\nvlan = 20\n\n')
  })

  it('has the files Nix makes, and where it made none says why', () => {
    expect(pagesOf(view.generated, glyphs).at(-1)).toMatchObject({ key: 'file /etc/a.conf', opens: true })
    expect(text('file /etc/a.conf')).toBe('a = 1\n')
    const fault = { code: 'no-nix', message: 'nix is not on PATH', place: 'nix', remedy: 'Install Nix' }
    expect(text('files', { generated: { state: 'failed', fault } })).toContain(
      'nix is not on PATH [no-nix]. Install Nix',
    )
    expect(pagesOf({ state: 'making' }, glyphs).at(-1)?.label).toContain('asking Nix')
  })
})

describe('services', () => {
  const service = (name: string, dependsOn: readonly string[] = []) => ({
    ...{ name, dependsOn, host: 'node1', ports: [], interface: {} },
    health: { startup: `is ${name}`, liveness: null, interval: 1, timeout: 1, retries: 1 },
  })
  const site = plan([host('node1')], {
    services: [service('shop', ['db', 'proxy']), service('db'), service('proxy'), service('wiki', ['shop'])],
  })

  it('stand below the first they need', () => {
    expect(
      serviceRows(site, null, glyphs).map(({ tree, name, also }) => `${tree}${name} ${also}`.trimEnd()),
    ).toEqual(['db', '└─ shop proxy', '   └─ wiki', 'proxy'])
  })

  it('are never lost, whatever depends on what', () => {
    expect(serviceRows(site, null, glyphs)).toHaveLength(site.services.length)
  })

  it('have the state their machine told', () => {
    const run = runOf(site, [
      { type: 'healthChanged', host: 'node1', service: 'db', state: 'failing', detail: 'ended with 3' },
    ])
    const rows = serviceRows(site, run, glyphs)
    expect(rows[0]).toMatchObject({ name: 'db', state: 'failing', detail: 'ended with 3' })
    expect(tallyServices(rows)).toBe('0 of 4 healthy, 1 failing')
    expect(tallyServices(serviceRows(site, null, glyphs))).toBe('4 services')
  })
})

it('the report is the same as plain text, those that want somebody first', () => {
  const site = plan([host('node1'), host('node2')])
  const run = runOf(site, [
    ...done('node1'),
    ...failed('node2'),
    {
      type: 'settled',
      installed: 1,
      skipped: 0,
      failed: 1,
      aborted: 0,
      seconds: 17.5,
      journal: '/run/journal.jsonl',
    },
  ])
  expect(reportOf(run)).toEqual([
    '1 installed · 1 failed · in 18 s',
    '',
    'MACHINE  RESULT   WAKE   BOOT  DISKO  INSTALL  REBOOT  HEALTH   ALL',
    'node2    failed  1.0 s                                         0:01',
    'node1    done    3.0 s  4.0 s  1.0 s    4.0 s   3.0 s          0:15',
    '',
    'node2: it did not wake [no-wake]. Press its button (its disk is untouched)',
    'node1: 10.0.0.11 runs /nix/store/system',
    '',
    'Everything it did is in /run/journal.jsonl',
  ])
})
