/** What carries more than one jump host can: boot files from somebody else, and several jump hosts. */
import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openRack } from './rack.ts'

/** What nginx or an object store would do with that folder. */
const serveFolder = async (folder: string) => {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    createReadStream(join(folder, url)).pipe(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

test('with --boot-file-url the engine hands out scripts alone, and machines are installed all the same', async () => {
  await using rack = await openRack({ count: 3 })
  using store = await serveFolder(rack.fleet.artifactsPath)
  const { engine, events } = await rack.run({ bootFileUrl: store.url })
  expect(await engine.settled).toMatchObject({ installed: 3, failed: 0 })
  expect(store.asked.toSorted()).toEqual([
    ...Array(3).fill('/netboot-base/bzImage'),
    ...Array(3).fill('/netboot-base/initrd'),
  ])
  const fromUs = events.flatMap(event => (event.type === 'fetched' ? [event.file] : []))
  expect(fromUs).toContain('script')
  expect(fromUs).not.toContain('kernel')
  expect(fromUs).not.toContain('initrd')
})

test('several jump hosts share one site: each boots its own machines, and is silent to the others', async () => {
  await using rack = await openRack({ count: 2 })
  const first = await rack.run({ host: ['machine1'] })
  rack.fleet.powerOn('machine2')
  expect(await first.engine.settled).toMatchObject({ installed: 1 })
  expect(first.events.filter(event => event.type === 'fetched' && event.host === 'machine2')).toEqual([])
  const second = await rack.run({ host: ['machine2'] })
  expect(await second.engine.settled).toMatchObject({ installed: 1, skipped: 0 })
  expect(second.events.filter(event => event.type === 'started')).toMatchObject([{ host: 'machine2' }])
})
