import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createWorld } from '../../../src/engine/node/world.ts'
import { loadRecords } from '../../../src/engine/work/records.ts'

it('machines that finish in the same moment are all remembered', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstlight-records-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'state', 'machines.json')
  const world = createWorld()
  const records = await loadRecords(world, path)
  if (!records.ok) throw new Error(records.fault.message)
  const hosts = Array.from({ length: 20 }, (_, nth) => `node${nth}`)
  const saved = await Promise.all(
    hosts.map(host => records.value.save(host, { hostKey: 'k', system: host, address: '10.0.0.1', at: 1 })),
  )
  expect(saved.filter(({ ok }) => !ok)).toEqual([])
  const again = await loadRecords(world, path)
  expect(again.ok && hosts.map(host => again.value.of(host)?.system)).toEqual(hosts)
})
