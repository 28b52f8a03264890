import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { complaints } from './nix-nos/judges.ts'
import { evaluate, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'
import { examples, render } from './site/nix.ts'

type Files = Record<string, string>
type Rendered = { hosts: Record<string, { files: Files; derived: unknown }>; files: Files; derived: unknown }

const golden = (...parts: string[]) => `golden/site/${parts.join('/')}`.replaceAll('//', '/')
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
const withEnd = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)

describeWith(['nix'], 'every example, rendered', () => {
  test.each(readdirSync(examples))('%s', async example => {
    const rendered = await evaluate<Rendered>(render(`${examples}/${example}`))
    for (const [host, { files, derived }] of Object.entries(rendered.hosts)) {
      await expect(pretty(derived)).toMatchFileSnapshot(golden(example, host, 'derived.json'))
      for (const [path, text] of Object.entries(files))
        await expect(withEnd(text)).toMatchFileSnapshot(golden(example, host, path))
    }
    await expect(pretty(rendered.derived)).toMatchFileSnapshot(golden(example, 'derived.json'))
    for (const [path, text] of Object.entries(rendered.files))
      await expect(pretty(JSON.parse(text))).toMatchFileSnapshot(golden(example, path))
    await expect(pretty(contents(rendered))).toMatchFileSnapshot(golden(example, 'contents.json'))
  })

  // The goldens above would not notice a file that is no longer made: this list does.
  const contents = (rendered: Rendered) => ({
    files: Object.keys(rendered.files),
    hosts: Object.fromEntries(
      Object.entries(rendered.hosts).map(([h, { files }]) => [h, Object.keys(files)]),
    ),
  })

  test('one host alone is rendered as it is among all', async () => {
    const site = `${examples}/rack`
    const all = await evaluate<Rendered>(render(site))
    const alone = await evaluate<Rendered>(
      `import ${root}/nix/lib/render.nix { site = ${site}; host = "edge1"; }`,
    )
    expect(alone.hosts).toEqual({ edge1: all.hosts.edge1 })
  })
})

describeWith(['nix', 'bird', 'gobgpd', 'nft', 'unshare', 'root'], 'every file of every example', () => {
  test.each(readdirSync(examples))('%s: the daemons it is for take it', async example => {
    const { hosts } = await evaluate<Rendered>(render(`${examples}/${example}`))
    for (const [host, { files }] of Object.entries(hosts)) expect(await complaints(files), host).toEqual([])
  })
})

describeWith(['nix'], 'a site in Nix and in JSON', () => {
  test.each(['first-machine/site', 'rack/site', 'service-manifest/manifest'])(
    '%s is the same',
    async name => {
      const json: unknown = JSON.parse(readFileSync(`${examples}/${name}.json`, 'utf8'))
      expect(await evaluate(`import ${examples}/${name}.nix`)).toEqual(json)
    },
  )
})
