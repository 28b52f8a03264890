/** `render` with the real Nix: what it writes are the goldens of every example, and the demo's are up to date. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { render } from '../../src/cli/render.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { keptFolder, renderDemo } from './demo-site.ts'
import { root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'
import { examples } from './site/nix.ts'

vi.setConfig({ testTimeout: 120_000 })

describeWith(['nix'], 'render', () => {
  const home = mkdtempSync(join(tmpdir(), 'render-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  const run = async (flags: Parameters<typeof render>[0], world = createWorld()) => {
    const said = { out: '', err: '' }
    const write = (text: string) => {
      said.out += text
    }
    const context: Context = {
      ...{ world, write, env: {}, cwd: root, home, version: '0.0.0', root, terminal: false },
      out: line => write(`${line}\n`),
      err: line => {
        said.err += `${line}\n`
      },
      onSignal: () => () => {},
    }
    return { code: await render(flags, context), ...said }
  }

  const filesIn = (folder: string): string[] =>
    execFileSync('find', ['.', '-type', 'f'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').sort()

  /** A golden ends with a line break, wherever the file itself does. */
  const text = (path: string) => readFileSync(path, 'utf8').trimEnd()

  test.each(readdirSync(examples))('%s: the files are its goldens', async example => {
    const out = join(home, example)
    expect(await run({ site: join(examples, example), out })).toMatchObject({ code: 0 })
    const golden = join(root, 'test/nix/golden/site', example)
    const written = filesIn(out)
    const expected = filesIn(golden).filter(path => !/(contents|derived|nixos)\.json$/.test(path))
    expect(written).toEqual(expected)
    for (const path of written) {
      expect(statSync(join(out, path)).mode & 0o777).toBe(0o644)
      if (path.endsWith('.json'))
        expect(JSON.parse(text(join(out, path)))).toEqual(JSON.parse(text(join(golden, path))))
      else expect(text(join(out, path))).toBe(text(join(golden, path)))
    }
  })

  test('rendered once, it is shown without Nix', async () => {
    const world = createWorld()
    const run_ = async () =>
      ({ ended: 'notStarted', exitCode: undefined, stdout: '', stderr: '', reason: 'ENOENT' }) as const
    const withoutNix = { ...world, processes: { find: async () => undefined, run: run_ } }
    const site = join(examples, 'rack/site.json')
    const first = await run({ site, host: 'edge1' })
    expect(first.out).toContain('# edge1/etc/bird/bird.conf\n')
    expect(await run({ site, host: 'edge1' }, withoutNix)).toEqual(first)
  })

  test('a site that the generators refuse is told in their words', async () => {
    const site = join(home, 'site.json')
    const vlan = { interface: 'eno1', address: '10.0.0.1/24', id: 7, unheardOf: true }
    const hosts = { a: { mac: '02:00:00:00:00:01', interfaces: { eno1: {} }, vlans: { v: vlan } } }
    await createWorld().files.write(site, JSON.stringify({ schemaVersion: 1, hosts }))
    const { code, err } = await run({ site })
    expect([code, err]).toEqual([2, expect.stringContaining('unheardOf')])
  })

  test('what the demo shows without Nix is what Nix makes of its site (npm run render-demo renews it)', async () => {
    const { file, text } = await renderDemo()
    expect(readdirSync(keptFolder)).toEqual([file])
    expect(readFileSync(join(keptFolder, file), 'utf8')).toBe(text)
  })
})
