/** What the store is asked, and what is made of its answers. */
import { expect, it } from 'vitest'
import { closureOf, nixVersion, requisitesOf, validOf } from '../../../src/engine/nix/store.ts'
import type { ProcessResult } from '../../../src/engine/world.ts'
import { fakeProcesses } from '../../fakes/world.ts'

const nix = (answer: Partial<ProcessResult>) => {
  const processes = fakeProcesses({ nix: () => answer, 'nix-store': () => answer })
  return { world: { processes }, library: 'lib', processes }
}

it('a closure is read line by line, however long', async () => {
  const paths = Array.from({ length: 5000 }, (_, n) => `/nix/store/${n}-path\t   ${n}`)
  const closure = await closureOf(nix({ stdout: paths.join('\n') }), '/nix/store/0-path')
  expect([closure?.size, closure?.get('/nix/store/4999-path')]).toEqual([5000, 4999])
})

it.each([
  [{ exitCode: 1, stdout: '/nix/store/a 1', stderr: 'error: path is not valid' }],
  [{ exitCode: 0, stdout: 'words of another Nix' }],
])('a closure that is not told is none: %j', async answer => {
  expect(await closureOf(nix(answer), '/nix/store/a')).toBeNull()
})

it('of nothing, nothing is asked: Nix would take the flake of this folder', async () => {
  const asked = nix({})
  expect(await requisitesOf(asked, [])).toEqual(new Set())
  expect(asked.processes.started).toEqual([])
})

it('paths are whole unless the store says they are not', async () => {
  const paths = ['/nix/store/a', '/nix/store/b']
  expect(await validOf(nix({ stdout: '/nix/store/b\n' }), paths)).toEqual(new Set(['/nix/store/a']))
  expect(await validOf(nix({ ended: 'notStarted' }), paths)).toEqual(new Set())
})

it('no version without Nix', async () => {
  expect(await nixVersion(nix({ stdout: 'nix (Nix) 2.26.3\n' }))).toBe('nix (Nix) 2.26.3')
  expect(await nixVersion({ world: { processes: fakeProcesses() }, library: '' })).toBeUndefined()
})
