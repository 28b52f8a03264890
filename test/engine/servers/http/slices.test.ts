import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Lease, shareSlices } from '../../../../src/engine/servers/http/slices.ts'
import type { Source } from '../../../../src/engine/world.ts'

/** A file whose byte at n is n, read when the test says so. */
const createFile = (size: number) => {
  const reads: { position: number; length: number; finish: (error?: Error) => void }[] = []
  const source: Source = {
    size,
    read: (position, length) =>
      new Promise((resolve, reject) => {
        const bytes = Uint8Array.from(
          { length: Math.min(length, size - position) },
          (_, i) => (position + i) % 251,
        )
        reads.push({ position, length, finish: error => (error ? reject(error) : resolve(bytes)) })
      }),
  }
  return { source, reads, finishAll: () => reads.splice(0).forEach(read => void read.finish()) }
}

const options = { capacity: 40, slice: 10, piece: 2 }

describe('shared slices', () => {
  it('reads a slice once for all who ask for it at once', async () => {
    const { source, reads } = createFile(100)
    const slices = shareSlices(options)
    const leases = Array.from({ length: 50 }, (_, n) => slices.lease(source, n % 10, 100))
    expect(reads).toHaveLength(1)
    reads[0]?.finish()
    const [first, second] = await Promise.all(leases)
    expect([...(second as Lease).bytes]).toEqual([...(first as Lease).bytes].slice(1))
    expect(slices.held()).toBe(10)
  })

  it('keeps what was used last, and no more than its capacity', async () => {
    const { source, reads, finishAll } = createFile(100)
    const slices = shareSlices(options)
    for (const start of [0, 10, 20, 30, 0, 40]) {
      const leased = slices.lease(source, start, 10)
      finishAll()
      ;(await leased).release()
    }
    await slices.lease(source, 0, 10)
    expect(slices.held()).toBe(40)
    expect(reads).toHaveLength(0)
    void slices.lease(source, 10, 10)
    expect(reads.map(read => read.position)).toEqual([10])
  })

  it('gives a small piece of its own to whom there is no room for', async () => {
    const { source, reads, finishAll } = createFile(100)
    const slices = shareSlices(options)
    const busy = [0, 10, 20, 30].map(start => slices.lease(source, start, 10))
    finishAll()
    const leases = await Promise.all(busy)
    const small = slices.lease(source, 55, 10)
    expect(reads).toMatchObject([{ position: 55, length: 2 }])
    finishAll()
    expect([...(await small).bytes]).toEqual([55, 56])
    expect(slices.held()).toBe(40)
    leases[0]?.release()
    void slices.lease(source, 55, 10)
    expect(reads).toMatchObject([{ position: 50, length: 10 }])
  })

  it('counts a release once, however often it is given back', async () => {
    const { source, finishAll } = createFile(100)
    const slices = shareSlices({ ...options, capacity: 10 })
    const [one, two] = [slices.lease(source, 0, 10), slices.lease(source, 0, 10)]
    finishAll()
    const lease = await one
    await two
    lease.release()
    lease.release()
    const { length } = await readWhile(finishAll, slices.lease(source, 10, 10))
    expect(length).toBe(2)
  })

  it('uses the memory of what it drops again, and never while somebody sends it', async () => {
    const memories = new Set<Uint8Array>()
    const source: Source = {
      size: 1000,
      read: () => Promise.reject(new Error('not asked for')),
      fill: async (memory, position) => {
        memories.add(memory)
        memory.forEach((_, i) => {
          memory[i] = (position + i) % 251
        })
        return memory.length
      },
    }
    const slices = shareSlices(options)
    const kept = await slices.lease(source, 0, 10)
    for (let start = 10; start < 1000; start += 10) {
      const lease = await slices.lease(source, start, 10)
      expect(lease.bytes[0]).toBe(start % 251)
      lease.release()
    }
    expect([...kept.bytes]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(memories.size).toBe(4)
  })

  it('forgets what could not be read, and tries again', async () => {
    const { source, reads, finishAll } = createFile(100)
    const slices = shareSlices(options)
    const failing = slices.lease(source, 0, 10)
    reads.splice(0)[0]?.finish(new Error('gone'))
    await expect(failing).rejects.toThrow('gone')
    expect(slices.held()).toBe(0)
    expect(await readWhile(finishAll, slices.lease(source, 0, 10))).toHaveLength(10)
  })

  it('keeps nothing that is in memory anyway', () => {
    const memory: Source = { size: 100, read: (from, length) => new Uint8Array(length).fill(from) }
    const slices = shareSlices(options)
    const lease = slices.lease(memory, 15, 3)
    expect(lease).toMatchObject({ bytes: Uint8Array.of(10, 10, 10) })
    expect(slices.held()).toBe(0)
  })

  it('never holds more than its capacity, and always the right bytes', async () => {
    const step = fc.record({
      position: fc.nat(99),
      longest: fc.integer({ min: 1, max: 30 }),
      keep: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const { source, finishAll } = createFile(100)
        const slices = shareSlices(options)
        for (const { position, longest, keep } of steps) {
          const leased = slices.lease(source, position, longest)
          finishAll()
          const lease = await leased
          expect(lease.bytes.length).toBeGreaterThan(0)
          expect(lease.bytes.length).toBeLessThanOrEqual(longest)
          expect([...lease.bytes]).toEqual([...lease.bytes].map((_, i) => position + i))
          expect(slices.held()).toBeLessThanOrEqual(options.capacity)
          if (!keep) lease.release()
        }
      }),
      { numRuns: 1000 },
    )
  }, 60_000)
})

const readWhile = async (finish: () => void, leased: Lease | Promise<Lease>): Promise<Uint8Array> => {
  finish()
  return (await leased).bytes
}
