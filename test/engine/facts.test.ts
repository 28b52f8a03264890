import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guestAt, readFacts } from '../../src/engine/facts.ts'

const facts = {
  bootId: 'a1d9d94a-d49d-40a8-b47b-9a00d88624d5',
  macs: ['02:00:00:00:00:01'],
  ssh: { port: 22, hostKeys: ['ssh-ed25519 AAAA'] },
  memoryBytes: 1,
  cpus: 1,
  firmware: 'bios',
  disks: [
    { path: '/dev/sda', ids: [], serial: '', model: ' ', bytes: 1, contents: { kind: 'unknown', what: 'x' } },
  ],
}

describe('facts', () => {
  it('become a guest at the address they came from', () => {
    const read = readFacts(JSON.stringify(facts))
    if ('wrong' in read) throw new Error(read.wrong)
    expect(guestAt('10.0.0.9', read.facts)).toMatchObject({
      address: '10.0.0.9',
      disks: [{ serial: null, model: null, contents: { kind: 'unknown', what: 'x' } }],
    })
  })

  it.each(['', 'null', '{}', '"x"', '{"bootId":', '[[[['])('%j are none', text => {
    expect(readFacts(text)).toHaveProperty('wrong')
  })

  it('of any shape are read or refused', () => {
    const keys = fc.constantFrom(
      ...Object.keys(facts),
      'path',
      'ids',
      'kind',
      'what',
      'hostKeys',
      'port',
      '__proto__',
    )
    const part = fc.dictionary(keys, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
    const wild = fc.oneof(
      fc.json({ maxDepth: 3 }),
      part.map(part => JSON.stringify({ ...facts, ...part })),
      part.map(part => JSON.stringify({ ...facts, disks: [{ ...facts.disks[0], ...part }] })),
    )
    fc.assert(fc.property(wild, readOrRefused), { numRuns: 3000 })
  })

  it('with letters changed, left out and doubled are read or refused, 200,000 times', () => {
    const whole = JSON.stringify(facts)
    const letters = '{}[]",:\\0123456789abcdef/.- \n\u0000\u001b\u202e\ud800'
    const random = randomFrom(1)
    for (let n = 0; n < 200_000; n++) {
      const [at, gone] = [random(whole.length), random(4)]
      const put = Array.from({ length: random(3) }, () => letters[random(letters.length)]).join('')
      readOrRefused(whole.slice(0, at) + put + whole.slice(at + gone))
    }
  }, 60_000)
})

const readOrRefused = (text: string): void => {
  const read = readFacts(text)
  const sound = 'wrong' in read ? read.wrong !== '' : guestAt('10.0.0.9', read.facts).hostKeys.length > 0
  if (!sound) throw new Error(`accepted, or refused without a word: ${text}`)
}

/** The same numbers every time, so that what fails once fails again. */
const randomFrom = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
