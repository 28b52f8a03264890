import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { configuration } from './nix-nos/examples.ts'
import { hostile, leaves, named, replaced } from './nix-nos/hostile.ts'
import { complaints } from './nix-nos/judges.ts'
import { linkMistakes, mistakes } from './nix-nos/mistakes.ts'
import { asNix, evaluate, type Files, generators, nixError, root } from './nix-nos/nix.ts'
import { describeWith } from './nix-nos/tools.ts'

describeWith(['nix'], 'What Nix-NOS refuses', () => {
  it('is told in one sentence that begins with its place', async () => {
    const said = await evaluate<string[][]>(
      `map ${generators}.check ${asNix(mistakes.map(([host]) => host))}`,
    )
    expect(said).toEqual(mistakes.map(([, sentence]) => [sentence]))
  })

  it('is told of links too', async () => {
    const inputs = asNix(linkMistakes.map(([topology]) => topology))
    const said = await evaluate<string[][]>(`map ${generators}.topology.check ${inputs}`)
    expect(said).toEqual(linkMistakes.map(([, sentence]) => [sentence]))
  })

  // Every `optional (…) "sentence"` of the checks has its fixture above: a new one without is found here.
  it('has a fixture for every sentence', async () => {
    const files = ['checks', 'bgp-checks', 'links'].map(name => `${root}/nix/nix-nos/lib/${name}.nix`)
    const text = (await Promise.all(files.map(file => readFile(file, 'utf8')))).join('\n')
    const sentences = [...text.matchAll(/"(?:\$\{[^}]*\}|[a-z.]+)[^":]*: ((?:[^"\\]|\\.)*)"/g)].map(m =>
      String(m[1]),
    )
    const told = [...mistakes, ...linkMistakes].map(([, sentence]) => sentence)
    const literal = (sentence: string) =>
      sentence.split(/\$\{(?:[^{}]|\{[^}]*\})*\}/).map(part => part.replace(/\\(.)/g, '$1'))
    const untold = sentences.filter(s => !told.some(t => literal(s).every(part => t.includes(part))))
    expect(sentences.length).toBeGreaterThan(30)
    expect(untold).toEqual([])
  })

  it('names all mistakes at once, and generates nothing', async () => {
    const host = { interfaces: { a: {}, b: {} } }
    const failure = await evaluate(`${generators}.host ${asNix(host)}`).catch(nixError)
    const each = (name: string) =>
      `  - interfaces.${name}: has neither dhcp nor addresses; give it one of them, or use it in a VLAN, bond or bridge`
    expect(String(failure).replace(/^ +(?=-)/gm, '  ')).toBe(
      `nix-nos: this host cannot be configured:\n${each('a')}\n${each('b')}`,
    )
  })

  it('is a failed assertion of the NixOS system, under the option it is about', async () => {
    const broken = configuration('{ nix-nos.interfaces.eth0 = { }; }')
    expect(await evaluate(`${broken}.failures`)).toEqual([
      'nix-nos.interfaces.eth0: has neither dhcp nor addresses; give it one of them, or use it in a VLAN, bond or bridge',
    ])
    const links = configuration('{ nix-nos.topology.links = [ { a = "a.eth0"; b = "b"; } ]; }')
    expect(await evaluate(`builtins.sort builtins.lessThan ${links}.failures`)).toEqual([
      'nix-nos.topology.links[0].a: there is no host "a"',
      'nix-nos.topology.links[0].b: "b" is not "host.interface"',
      'nix-nos.topology.self: there is no host "nixos" in nix-nos.topology.hosts',
    ])
    const typed = configuration('{ nix-nos.vlans.v = { id = 4095; interface = "eth0"; }; }')
    await expect(evaluate(`${typed}.config.nix-nos.vlans.v.id`)).rejects.toThrow(
      /option `nix-nos.vlans.v.id' is not of type `an integer between 1 and 4094'/,
    )
  })

  it('is a secret written as a path, which Nix would copy to its store', async () => {
    const host = `{ bgp = { asn = 1; routerId = "1.1.1.1"; peers.p = { address = "1.1.1.2"; asn = 2; passwordFile = ${root}/LICENSE; }; }; }`
    expect(await evaluate(`${generators}.check ${host}`)).toEqual([
      'bgp.peers.p.passwordFile: a path literal is not the absolute path of a file outside the Nix store, written as a string',
    ])
  })
})

describeWith(['nix'], 'What cannot be a name', () => {
  it('is anything that means something to a daemon', async () => {
    const hosts = hostile.flatMap(named)
    const said = await evaluate<string[][]>(`map ${generators}.check ${asNix(hosts)}`)
    expect(said.filter(sentences => sentences.length === 0)).toEqual([])
    expect(said.flat().filter(sentence => !/: is not (a name|an interface name) \(/.test(sentence))).toEqual(
      [],
    )
  })
})

describeWith(
  ['nix', 'bird', 'gobgpd', 'nft', 'systemd-networkd', 'root'],
  'What a site could smuggle in',
  () => {
    it('is nothing: a hostile string is refused, or stays the one string it was', async () => {
      const attempts = leaves.flatMap(path =>
        hostile.map(text => ({ path, text, host: replaced(path, text) })),
      )
      const results = await evaluate<{ problems: string[]; files: Files }[]>(`map (host: rec {
      problems = ${generators}.check host;
      files = if problems == [ ] then ${generators}.host host else { };
    }) ${asNix(attempts.map(attempt => attempt.host))}`)
      const baseline = await evaluate<Files>(`${generators}.host ${asNix(replaced([], ''))}`)
      const taken = attempts.flatMap((attempt, n) =>
        results[n]?.problems.length ? [] : [{ ...attempt, files: results[n]?.files ?? {} }],
      )
      // Free text is a description or the name of a password file, and nothing else.
      expect([...new Set(taken.map(t => t.path.at(-1)))].sort()).toEqual(['description', 'passwordFile'])
      for (const { files, text } of taken) {
        expect(Object.keys(files)).toEqual(Object.keys(baseline))
        for (const [path, whole] of Object.entries(files))
          expect(whole.split('\n').length, text).toBe(baseline[path]?.split('\n').length)
        expect(await complaints(files), text).toEqual([])
      }
    }, 120_000)
  },
)
