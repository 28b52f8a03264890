/** `render` over a fake world: its flags, words and exit codes. The real thing is in test/nix/render.test.ts. */
import { beforeEach, describe, expect, it } from 'vitest'
import { render } from '../../src/cli/render.ts'
import { type FakeFiles, fakeFiles, fakeProcesses } from '../fakes/world.ts'
import { fakeContext } from './context.ts'

const site = JSON.stringify({ schemaVersion: 1, hosts: { node1: { mac: '02:00:00:00:00:01' } } })
const made = {
  hosts: {
    node1: { files: { '/etc/a.network': '[Match]\nName=a' }, derived: { firewall: [22] } },
    node2: { files: {}, derived: {} },
  },
  files: { 'tofu/site.auto.tfvars.json': '{}' },
  derived: { waves: [] },
}

describe('render', () => {
  let files: FakeFiles
  const run = async (flags: Parameters<typeof render>[0], hasNix = true) => {
    const processes = fakeProcesses(hasNix ? { nix: () => ({ stdout: JSON.stringify(made) }) } : {})
    const context = fakeContext({ files, processes })
    return { code: await render(flags, context), ...context.said }
  }
  beforeEach(() => {
    files = fakeFiles({ 'site.json': site })
  })

  it('lists every file', async () => {
    const out = 'node1/etc/a.network\ntofu/site.auto.tfvars.json\n'
    expect(await run({})).toEqual({ code: 0, out, err: '' })
  })

  it('prints one host’s, with their text', async () => {
    const out = '# node1/etc/a.network\n[Match]\nName=a\n'
    expect(await run({ host: 'node1' })).toEqual({ code: 0, out, err: '' })
  })

  it('writes them to a folder, for anybody to read', async () => {
    expect(await run({ out: 'there' })).toMatchObject({ code: 0, out: '2 files written to there\n' })
    const text = new TextDecoder().decode(files.contents.get('there/node1/etc/a.network'))
    expect(text).toBe('[Match]\nName=a')
  })

  it('as JSON, with what was derived', async () => {
    expect(JSON.parse((await run({ json: true })).out)).toEqual(made)
    const { out } = await run({ json: true, host: 'node1' })
    expect(JSON.parse(out)).toMatchObject({ hosts: { node1: made.hosts.node1 }, files: {} })
  })

  it('a host that is not there is named, and those that are', async () => {
    const { code, err } = await run({ host: 'nobody' })
    expect([code, err]).toEqual([
      2,
      'site.json: there is no host "nobody"; there are node1, node2 [unknown-host]. Name one of them with --host\n',
    ])
  })

  it('without Nix: one line; but what was rendered before is still shown', async () => {
    const { code, err } = await run({}, false)
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^site\.json: nix is not on PATH \[no-nix\]\..*\n$/),
    ])
    await run({})
    expect(await run({}, false)).toMatchObject({ code: 0, err: '' })
  })
})
