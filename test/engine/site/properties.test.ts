/** Whatever stands in a site file: it is read, or everything that is wrong with it is told; nothing throws. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explain } from '../../../src/engine/errors.ts'
import { loadPlan } from '../../../src/engine/site/load.ts'
import { layersOf } from '../../../src/engine/site/order.ts'
import { unprintable } from '../../../src/engine/site/path.ts'
import { fakeFiles, fakeProcesses } from '../../fakes/world.ts'

const load = (text: string) =>
  loadPlan({
    world: { files: fakeFiles({ 'site.json': text }), processes: fakeProcesses() },
    source: 'site.json',
  })

const hex = (index: number) => index.toString(16).padStart(2, '0')

interface Draft {
  readonly profile: string | undefined
  readonly managed: boolean
  readonly vlan: boolean
  readonly seconds: number
  readonly needs: readonly number[]
}

/** Machines, each with a service that needs only services of machines before it. */
const siteOf = (drafts: readonly Draft[]) => ({
  schemaVersion: 1,
  site: { name: 'rack', domain: 'rack.example' },
  networks: {
    mgmt: { cidr: '10.0.0.0/24', gateway: '10.0.0.1' },
    stor: { cidr: 'fd00:20::/64', vlan: 20, mtu: 9000 },
  },
  hosts: Object.fromEntries(drafts.map((draft, index) => [`node${index}`, hostOf(draft, index)])),
  services: Object.fromEntries(drafts.map((draft, index) => [`s${index}`, serviceOf(draft, index)])),
})

const hostOf = ({ profile, managed, vlan }: Draft, index: number) => ({
  mac: index % 2 ? `bc:24:11:00:00:${hex(index)}` : [`BC-24-11-00-00-${hex(index)}`],
  ...(profile ? { profile } : {}),
  managed,
  interfaces: { eno1: { network: 'mgmt', address: `10.0.0.${index + 10}/24` }, eno2: { dhcp: true } },
  vlans: vlan
    ? { stor: { interface: 'eno2', network: 'stor', address: `fd00:20::${hex(index + 1)}/64` } }
    : null,
})

const serviceOf = ({ needs, seconds }: Draft, index: number) => ({
  host: `node${index}`,
  depends_on: index === 0 ? [] : needs.map(need => `s${need % index}`),
  health: { startup: 'true', timeout: seconds },
})

const sites = fc
  .array(
    fc.record({
      profile: fc.constantFrom(undefined, 'worker', 'netboot-base', 'control-plane'),
      managed: fc.boolean(),
      vlan: fc.boolean(),
      seconds: fc.integer({ min: 1, max: 86400 }),
      needs: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map(siteOf)

test('a site without mistakes is read, and every machine in it has its place in the order', async () => {
  await fc.assert(
    fc.asyncProperty(sites, async site => {
      const loaded = await load(JSON.stringify(site))
      expect(loaded.ok ? [] : loaded.faults.map(explain)).toEqual([])
      if (!loaded.ok) return
      const managed = loaded.plan.hosts.filter(host => host.managed).map(({ name }) => name)
      expect(layersOf(loaded.plan).flat().sort()).toEqual(managed.sort())
      expect(loaded.plan.services).toHaveLength(Object.keys(site.services).length)
    }),
  )
})

/** Every place in a value, outermost first. */
const placesIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))
    : []),
]

const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
  if (key === undefined) return by
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item))
  const holder = value as Record<string, unknown>
  return { ...holder, [key]: replaced(holder[key], rest, by) }
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    null,
    {},
    [],
    '',
    'constructor',
    '10.0.0.10',
    '10.0.0.10/24',
    'node0',
    ['s0'],
    -1,
    1e308,
    undefined,
  ),
  fc.constantFrom('\u001b[31mred', '\u202egnp', 'x'.repeat(500)),
)

const outcome = async (text: string): Promise<void> => {
  const loaded = await load(text)
  const all = loaded.ok ? loaded.warnings : [...loaded.faults, ...loaded.warnings]
  if (!loaded.ok) expect(loaded.faults.length).toBeGreaterThan(0)
  for (const fault of all) {
    expect(Object.values(fault).every(Boolean)).toBe(true)
    expect(fault.place).toMatch(/^site\.json/)
    expect(explain(fault)).not.toMatch(unprintable)
    expect(explain(fault).length).toBeLessThan(2000)
  }
}

test('a site in which anything is something else is read or refused with reasons', async () => {
  const mutations = fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(sites, mutations, async (site, changes) => {
      const broken = changes.reduce<unknown>((value, [at, by]) => {
        const places = placesIn(value)
        return replaced(value, places[at % places.length] ?? [], by)
      }, site)
      await outcome(JSON.stringify(broken) ?? '')
    }),
    { numRuns: 400 },
  )
})

/** Any code units at all, halves of characters too. */
const anyText = fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) })

test('a text that is no site at all is refused with reasons', async () => {
  await fc.assert(fc.asyncProperty(fc.oneof(fc.json(), anyText), outcome), {
    numRuns: 300,
  })
})
