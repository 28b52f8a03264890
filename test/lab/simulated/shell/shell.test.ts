/** The simulated shell: what the engine and the stand-in say to machines, and what is beyond it. */
import { describe, expect, it } from 'vitest'
import { type Abilities, type Process, runScript } from '../../../../src/lab/simulated/shell/shell.ts'

const say = (channel: (text: string) => void, text: string, code: number): number => {
  channel(text)
  return code
}

const run = async (script: string, input = '') => {
  let out = ''
  let err = ''
  const files = new Map<string, string>()
  const done: string[] = []
  const process: Process = {
    input: async () => Buffer.from(input),
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
  }
  const able: Abilities = {
    command: name => {
      if (name === 'reboot' || name === 'sync') return () => done.push(name) * 0
      if (name === 'cat') return async (_, { input, out }) => say(out, String(await input()), 0)
      if (name === 'script facts') return (_, { out }) => say(out, 'facts!\n', 0)
      return name === 'fails' ? (_, { err }) => say(err, 'no\n', 3) : undefined
    },
    write: (path, content) => files.set(path, content),
    rest: async () => undefined,
  }
  const code = await runScript(script, process, able)
  return { code, out, err, files, done }
}

describe('lists', () => {
  it.each([
    ['echo a; echo b', 'a\nb\n', 0],
    ['true && echo yes || echo no', 'yes\n', 0],
    ['false && echo yes || echo no', 'no\n', 0],
    ['fails', '', 3],
    ['echo a\n# a comment\n\n  echo b\n', 'a\nb\n', 0],
    ['(echo a; echo b) && echo c', 'a\nb\nc\n', 0],
    ['echo \'a b\' "c \\"d\\"" e\\ f', 'a b c "d" e f\n', 0],
    ['A=1 B="2 3" echo x', 'x\n', 0],
    ['timeout 5 sh -c "echo inside"', 'inside\n', 0],
    ['command -v fails >/dev/null && echo there', 'there\n', 0],
    ['command -v zpool || echo none', 'none\n', 0],
  ])('%s', async (script, out, code) => expect(await run(script)).toMatchObject({ out, code }))
})

it("the engine's restart, word for word", async () => {
  const restart =
    'umount -R /mnt 2>/dev/null; swapoff -a 2>/dev/null; command -v zpool >/dev/null && zpool export -a; sync; ' +
    '(sleep 0.3; systemctl reboot || reboot || reboot -f) >/dev/null 2>&1 </dev/null &'
  const { code, err, done } = await run(restart)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  await expect.poll(() => done).toEqual(['sync', 'reboot'])
})

it('redirections: to nothing, to a file, from nothing', async () => {
  expect(await run('fails 2>/dev/null')).toMatchObject({ err: '', code: 3 })
  expect((await run('umask 077; cat > /tmp/key', 'secret')).files.get('/tmp/key')).toBe('secret')
  expect((await run('cat > /tmp/key </dev/null', 'secret')).files.get('/tmp/key')).toBe('')
})

it('sh -s runs its input, or what the machine knows it for', async () => {
  expect(await run('sh -s', 'echo a\nfails\n')).toMatchObject({ out: 'a\n', code: 3 })
  expect(await run('sh -s facts', '#!/bin/sh\nif true; then :; fi')).toMatchObject({
    out: 'facts!\n',
    code: 0,
  })
})

it('what it cannot do it says, and does nothing by halves', async () => {
  expect(await run('nonsense --help')).toMatchObject({
    code: 127,
    err: 'sh: line 1: nonsense: command not found\n',
  })
  expect(await run('echo a | fails')).toMatchObject({ code: 2, out: '' })
  expect(await run("echo 'a")).toMatchObject({ code: 2, out: '' })
})
