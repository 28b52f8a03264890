import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bashCompletion } from '../../../src/cli/manual/bash.ts'
import { fishCompletion } from '../../../src/cli/manual/fish.ts'
import { zshCompletion } from '../../../src/cli/manual/zsh.ts'
import { table } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'completion-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What bash itself offers after these words, asked of the very script. */
const offered = (...words: string[]): readonly string[] => {
  const script = join(folder, 'firstlight.bash')
  writeFileSync(script, bashCompletion(table))
  const ask = `source ${script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _firstlight; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', ask, 'bash', 'firstlight', ...words], {
    encoding: 'utf8',
    cwd: folder,
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

it('bash: commands, then their flags, then the values these take', () => {
  expect(offered('de').toSorted()).toEqual(['demo', 'deploy'])
  expect(offered('images', '')).toContain('build')
  expect(offered('images', 'build', '--pro')).toEqual(['--profile'])
  expect(offered('run', '--dhcp', '')).toEqual(['proxy', 'server'])
  expect(offered('run', '--wi')).toEqual(['--wipe'])
  expect(offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']))
  expect(offered('run', '--site', 'first')).toEqual(['firstlight.bash'])
  expect(offered('run', '--artifacts', 'first')).toEqual([])
  expect(offered('status', '--host', 'run', '--wa')).toEqual(['--watch'])
})

it('every command and every flag is in each of them', () => {
  const scripts = [bashCompletion(table), zshCompletion(table), fishCompletion(table)]
  for (const { name, options } of table.entries)
    for (const script of scripts) {
      for (const word of name.split(' ')) expect(script).toContain(word)
      for (const { names } of options)
        for (const flag of names.filter(name => name.startsWith('--')))
          expect(script).toContain(flag.slice(2))
    }
})
