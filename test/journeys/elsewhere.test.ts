/** Boot files from somebody else: a plain web server over the folder of prebuilt artifacts takes the load. */
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
