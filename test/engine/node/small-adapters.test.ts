/** The World's small parts: clock, random, interfaces, neighbours, lines. */
import { expect, test, vi } from 'vitest'
import { createClock } from '../../../src/engine/node/clock.ts'
import { broadcastOf, readInterfaces } from '../../../src/engine/node/interfaces.ts'
import { splitLines } from '../../../src/engine/node/lines.ts'
import { parseNeighbours, readNeighbours } from '../../../src/engine/node/neighbours.ts'
import { createRandom } from '../../../src/engine/node/random.ts'

test('the clock tells the time, and does not step with the system', () => {
  const clock = createClock()
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000)
  vi.spyOn(Date, 'now').mockReturnValue(0)
  expect(clock.now()).toBeGreaterThan(1_600_000_000_000)
  vi.restoreAllMocks()
})

test('a timer runs once, unless it is cancelled', async () => {
  const ran: string[] = []
  const cancel = createClock().after(0, () => ran.push('cancelled'))
  cancel()
  await new Promise<void>(resolve => createClock().after(1, resolve))
  expect(ran).toEqual([])
})

test('a sleep ends at once when it is aborted, before or meanwhile', async () => {
  const abort = new AbortController()
  const sleeping = createClock().sleep(1e12, abort.signal)
  abort.abort()
  await sleeping
  await createClock().sleep(1e12, abort.signal)
  await createClock().sleep(-1)
})

test('random bytes come as hex and differ', () => {
  const { hex } = createRandom()
  expect(hex(16)).toMatch(/^[0-9a-f]{32}$/)
  expect(hex(16)).not.toBe(hex(16))
})

test('loopback is there, up, with its address', () => {
  const loopback = readInterfaces().find(({ name }) => name === 'lo')
  expect(loopback).toMatchObject({ up: true, loopback: true, mac: '00:00:00:00:00:00' })
  expect(loopback?.addresses).toContainEqual({
    address: '127.0.0.1',
    prefix: 8,
    broadcast: '127.255.255.255',
  })
})

test('broadcast addresses of every width', () => {
  expect(broadcastOf('10.1.2.3', 24)).toBe('10.1.2.255')
  expect(broadcastOf('10.1.2.3', 32)).toBe('10.1.2.3')
  expect(broadcastOf('192.168.77.5', 30)).toBe('192.168.77.7')
  expect(broadcastOf('200.1.2.3', 0)).toBe('255.255.255.255')
})

test('neighbours: who answered, and nobody else', () => {
  const table = [
    'IP address       HW type     Flags       HW address            Mask     Device',
    '10.0.0.7         0x1         0x2         BC:24:11:D0:28:34     *        eno1',
    '10.0.0.8         0x1         0x0         00:00:00:00:00:00     *        eno1',
    '10.0.0.9         0x1         0x2         00:00:00:00:00:00     *        eno1',
    'garbage',
    '',
  ].join('\n')
  expect(parseNeighbours(table)).toEqual([
    { mac: 'bc:24:11:d0:28:34', address: '10.0.0.7', interface: 'eno1' },
  ])
})

test('where there is no neighbour table there are no neighbours', async () => {
  expect(await readNeighbours('/no/such/table')).toEqual([])
})

test('lines end at \\n, \\r\\n and \\r, wherever the chunks are cut', () => {
  const text = Buffer.from('one\r\ntwö\n\rfive\rsix')
  for (let cut = 0; cut <= text.length; cut++) {
    const seen: string[] = []
    const lines = splitLines(line => seen.push(line), 100)
    lines.add(text.subarray(0, cut))
    lines.add(text.subarray(cut))
    lines.end()
    expect(seen).toEqual(['one', 'twö', '', 'five', 'six'])
  }
})
