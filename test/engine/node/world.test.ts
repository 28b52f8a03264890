import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Test runners make named exports of what CommonJS packages only have by default; node does not. */
test('the real World loads in plain node, and nothing happens on import', () => {
  const world = new URL('../../../src/engine/node/world.ts', import.meta.url).href
  const script = `import(${JSON.stringify(world)}).then(({ createWorld }) => console.log(Object.keys(createWorld({})).join()))`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(output.trim()).toBe('clock,random,files,processes,ssh,system,hash,network')
})
