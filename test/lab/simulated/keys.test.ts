/** Keys of simulated machines are keys, every time. */
import { expect, it } from 'vitest'
import { makeKeyPair, publicHalf } from '../../../src/lab/simulated/keys.ts'

it('two thousand key pairs, each with its own public half', () => {
  for (let n = 0; n < 2000; n++) {
    const { privateKey, publicKey } = makeKeyPair('lab')
    expect(publicHalf(privateKey)).toBe(publicKey.split(' ').slice(0, 2).join(' '))
  }
})

it('what is no private key has no public half', () => expect(publicHalf('nonsense')).toBeUndefined())
