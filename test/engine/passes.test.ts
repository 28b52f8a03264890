import { expect, it } from 'vitest'
import { createPasses } from '../../src/engine/passes.ts'

const passes = () => {
  let n = 0
  return createPasses({ hex: bytes => (n++).toString(16).padStart(bytes * 2, '0') })
}

it('knows its holder, from the address it was given to and from no other', () => {
  const { issue, holder } = passes()
  const token = issue('node1', '10.0.0.11')
  expect([holder(token, '10.0.0.11'), holder(token, '10.0.0.12'), holder('made-up', '10.0.0.11')]).toEqual([
    'node1',
    undefined,
    undefined,
  ])
})

it('a new boot makes the last pass void', () => {
  const { issue, holder } = passes()
  const first = issue('node1', '10.0.0.11')
  const second = issue('node1', '10.0.0.11')
  expect([holder(first, '10.0.0.11'), holder(second, '10.0.0.11')]).toEqual([undefined, 'node1'])
})

it('no pass stays in what is kept, void or not; other numbers do', () => {
  const { issue, strike } = passes()
  const tokens = [issue('node1', 'a'), issue('node1', 'a')]
  const machineId = 'f'.repeat(32)
  const line = `init=/nix firstlight.token=${tokens[1]} ${tokens[0]} id=${machineId}`
  const fact = strike({ type: 'logged', host: 'node1', source: 'agent', line })
  expect(fact).toMatchObject({ line: `init=/nix firstlight.token=… … id=${machineId}` })
})

it('no pass stays in a trace either, in its line or below it', () => {
  const { issue, strike } = passes()
  const token = issue('node1', 'a')
  const exchanged = { type: 'exchanged', host: 'node1', protocol: 'http' } as const
  expect(strike({ ...exchanged, line: `GET /${token}`, detail: ['from a', `GET /${token}/kernel`] })).toEqual(
    {
      ...exchanged,
      line: 'GET /…',
      detail: ['from a', 'GET /…/kernel'],
    },
  )
  expect(strike({ ...exchanged, line: 'nothing', detail: [] })).toEqual({
    ...exchanged,
    line: 'nothing',
    detail: [],
  })
})
