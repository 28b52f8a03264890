import { describe, expect, it } from 'vitest'
import { isAlive, labName, ownerOf, ownerWithPid, siteName } from '../../../src/lab/vm/names.ts'

describe("a lab's name", () => {
  it('tells its owner, with and without the site', () => {
    const name = labName({ pid: 4711, started: 987654 }, 'a1b2c3')
    expect(ownerOf(name)).toEqual({ pid: 4711, started: 987654 })
    expect(ownerOf(siteName(name))).toEqual({ pid: 4711, started: 987654 })
  })

  it('is never taken for one when somebody else made it', () => {
    for (const other of [
      'lab',
      'firstlight',
      'firstlight-lab-x-1-a',
      'firstlight-lab-1-2',
      'my-firstlight-lab-1-2-a',
    ])
      expect(ownerOf(other)).toBeUndefined()
  })

  it('knows this process as alive, and not another with the same id', async () => {
    const self = await ownerWithPid(process.pid)
    if (!self) throw new Error('this process is not in /proc')
    expect(await isAlive(self)).toBe(true)
    expect(await isAlive({ ...self, started: self.started - 1 })).toBe(false)
    expect(await isAlive({ pid: 2 ** 22 + 1, started: 1 })).toBe(false)
  })
})
