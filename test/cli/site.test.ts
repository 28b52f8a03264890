/** `check` and `plan`, as an operator sees them. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { check } from '../../src/cli/check.ts'
import { plan } from '../../src/cli/plan.ts'
import type { SiteContext } from '../../src/cli/site.ts'
import { fakeFiles, fakeProcesses } from '../fakes/world.ts'

const root = new URL('../../', import.meta.url)
const examples = [
  'examples/first-machine/site.json',
  'examples/rack/site.json',
  'examples/nixie-compatible/hosts.json',
  'examples/service-manifest/manifest.json',
]
const broken = 'test/engine/site/fixtures/all-at-once.json'
const files = fakeFiles(
  Object.fromEntries([...examples, broken].map(path => [path, readFileSync(new URL(path, root), 'utf8')])),
)

const run = async (command: typeof check, flags: SiteContext['flags']) => {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  const code = await command({ world: { files, processes: fakeProcesses() }, write, flags })
  return { code, output }
}

test('every example is among those tested', () => {
  expect(readdirSync(new URL('examples/', root)).sort()).toEqual(
    examples.map(path => path.split('/')[1]).sort(),
  )
})

describe('check', () => {
  test.each(examples)('finds nothing wrong with %s', async site => {
    const { code, output } = await run(check, { site })
    expect(code).toBe(0)
    expect(output).toMatch(/: no errors\n$/)
  })

  test('tells every mistake of a broken site, counts them, and ends with 2', async () => {
    const { code, output } = await run(check, { site: broken })
    expect(code).toBe(2)
    expect(output.split('\n').slice(-2)).toEqual([`${broken}: 13 errors, 1 warning`, ''])
  })

  test('tells the same as one line of JSON', async () => {
    const { code, output } = await run(check, { site: broken, json: true })
    const told = JSON.parse(output)
    expect(code).toBe(2)
    expect(told).toMatchObject({ type: 'site', ok: false, source: broken })
    expect(told.faults).toHaveLength(13)
    expect(told.faults[1]).toEqual({
      code: 'bad-mac',
      message: '"zz" is not a MAC address',
      place: `${broken}: hosts.node1.mac`,
      remedy: 'Write six pairs of hex digits, like bc:24:11:d0:28:34',
    })
    expect(JSON.parse((await run(check, { site: examples[0], json: true })).output)).toEqual({
      type: 'site',
      ok: true,
      source: examples[0],
      faults: [],
      warnings: [],
    })
  })
})

describe('plan', () => {
  test('shows the rack in its order', async () => {
    const { code, output } = await run(plan, { site: 'examples/rack/site.json' })
    expect(code).toBe(0)
    await expect(output).toMatchFileSnapshot('fixtures/plan-rack.txt')
  })

  test('says it as JSON, without what is nobody’s to see', async () => {
    const { output } = await run(plan, {
      site: 'examples/rack/site.json',
      json: true,
      flake: 'github:me/rack',
    })
    const told = JSON.parse(output)
    expect(told).toMatchObject({
      type: 'plan',
      name: 'rack1',
      steps: [['control1', 'edge1'], ['store1', 'store2'], ['worker1']],
      untouched: [{ name: 'router', address: '10.0.0.1' }],
    })
    expect(told.machines[0]).toMatchObject({
      name: 'control1',
      output: 'github:me/rack#nixosConfigurations.control1',
      disks: [{ path: '/dev/nvme0n1' }],
    })
    expect(output).not.toContain('wakePassword')
  })

  test('of a broken site is what check says', async () => {
    expect(await run(plan, { site: broken })).toEqual(await run(check, { site: broken }))
  })
})
