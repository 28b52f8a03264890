/** Each kind of mistake as a file, and beside it exactly what the operator is told. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { explain } from '../../../src/engine/errors.ts'
import { formats } from '../../../src/engine/site/formats.ts'
import { loadPlan } from '../../../src/engine/site/load.ts'
import { fakeFiles, fakeProcesses } from '../../fakes/world.ts'

const folder = new URL('fixtures/', import.meta.url)

/** `.json`, or `.input` where the text is no good JSON. */
const inputs = new Map(
  readdirSync(folder)
    .filter(file => !file.endsWith('.txt'))
    .map(file => [file.replace(/\..*$/, ''), readFileSync(new URL(file, folder), 'utf8')]),
)
const names = [...inputs.keys()]

const load = (name: string) => {
  const world = { files: fakeFiles({ 'site.json': inputs.get(name) ?? '' }), processes: fakeProcesses() }
  return loadPlan({ world, source: 'site.json' })
}

const told = async (name: string): Promise<string> => {
  const loaded = await load(name)
  const faults = loaded.ok ? [] : loaded.faults.map(explain)
  return [...faults, ...loaded.warnings.map(warning => `warning: ${explain(warning)}`), ''].join('\n')
}

describe('what is said of a site with', () => {
  test.each(names)('%s', async name => {
    await expect(await told(name)).toMatchFileSnapshot(`fixtures/${name}.txt`)
  })
})

/** A fixture bears the code of its fault; those that show something else are the exception. */
const stories = ['hosts', 'manifest', 'all-at-once', 'bad-form', 'unknown-shape-list']

test.each(names.filter(name => !stories.includes(name)))(
  '%s shows the fault it is named after',
  async name => {
    const loaded = await load(name)
    const isWarning = name.startsWith('warning-')
    expect(loaded.ok).toBe(isWarning)
    const codes = (loaded.ok ? loaded.warnings : loaded.faults).map(({ code }) => code)
    expect(codes).toContain(name.replace('warning-', ''))
  },
)

test('every form a value can have is shown going wrong', async () => {
  const shown = await Promise.all(['bad-form', 'bad-mac', 'bad-vlan-id', 'manifest'].map(told))
  const missing = Object.entries(formats).filter(
    ([, { what }]) => !shown.join().includes(` is not ${what} [`),
  )
  // Only a flag has this one, and load.test.ts its text.
  expect(missing.map(([name]) => name)).toEqual(['addressRange'])
})

test('a secret is never repeated, not even when it is wrong', async () => {
  expect(`${await told('bad-form')}${await told('warning-unknown-key')}`).not.toContain('hunter2')
})
