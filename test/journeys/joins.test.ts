/** A machine that nobody knew of when the run began: seen, taken in, and installed by the same run. */
import { expect, it } from 'vitest'
import type { Plan } from '../../src/engine/plan.ts'
import { openRack } from './rack.ts'

it('is seen while it is a stranger, joins, and is installed; its disk may be named while it waits', async () => {
  await using rack = await openRack({ count: 2 })
  let whole: Plan | undefined
  const run = await rack.run({
    attended: true,
    of: plan => {
      whole = plan
      return { ...plan, hosts: [] }
    },
  })
  if (whole === undefined) throw new Error('there is no plan')
  const [first, second] = whole.hosts
  if (first === undefined || second === undefined) throw new Error('there are no machines')
  rack.fleet.powerOn('machine1')
  const seen = await run.told('discovered', ({ mac }) => first.macs.includes(mac))
  expect(seen).toMatchObject({ why: 'unknown' })

  run.engine.amend({ ...whole, hosts: [{ ...first, disks: [{ serial: 'NOT-THIS-ONE' }] }] })
  expect(await run.told('joined')).toMatchObject({ hosts: [{ name: 'machine1', macs: first.macs }] })
  // Which disk is meant is known by the time it is looked at.
  run.engine.amend({ ...whole, hosts: [first] })
  await run.reached('machine1', 'done')

  run.engine.amend({ ...whole, hosts: [first, second] })
  await run.reached('machine2', 'done')
  expect(run.events.filter(({ type }) => type === 'joined')).toHaveLength(2)
  run.engine.stop('the story is over')
  expect(await run.engine.settled).toMatchObject({ installed: 2, failed: 0 })
})
