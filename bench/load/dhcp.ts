/**
 * So many machines switched on at once: `dhcp.ts SERVER RELAY COUNT`. All DISCOVERs leave in one go; prints how
 * many were answered, and how long the answers took from the moment that each question left.
 *
 * Two things would else be measured of ourselves: a name is looked up before a datagram leaves, a tick after it was
 * said to be sent; and code that runs for the first time is slow.
 */
import { createSocket } from 'node:dgram'
import type { LookupOneOptions } from 'node:dns'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { quantile } from '../harness/measure.ts'
import { discoverFor } from './discover.ts'

const [server = '', relay = '', counted = ''] = process.argv.slice(2)
const count = Number(counted)
const packets = Array.from({ length: count }, (_, n) => discoverFor(n, n + 1, relay))
const sentAt = new Float64Array(count + 1)
const waits = new Float64Array(count + 1)
let answered = 0
let heardAt = 0

type Found = (error: null, address: string, family: number) => void
const asIs = (address: string, _options: LookupOneOptions, found: Found): void => found(null, address, 4)

const socket = createSocket({ type: 'udp4', recvBufferSize: 16 << 20, lookup: asIs })
socket.on('message', bytes => {
  heardAt = performance.now()
  const xid = bytes.readUInt32BE(4)
  if (waits[xid] !== 0) return
  waits[xid] = heardAt - (sentAt[xid] ?? 0)
  answered += 1
})
const listens = once(socket, 'listening')
socket.bind(67, relay)
await listens

const ask = (some: readonly Buffer[], whom: string): void =>
  some.forEach((packet, n) => {
    sentAt[n + 1] = performance.now()
    socket.send(packet, 67, whom)
  })

const forget = (): void => {
  waits.fill(0)
  answered = 0
}

/** To itself, a few at a time. */
const warmUp = async (): Promise<void> => {
  for (let time = 0; time < 40; time++) {
    ask(packets.slice(0, 50), relay)
    await setTimeout(1)
    forget()
  }
  await setTimeout(20)
  forget()
}

await warmUp()
ask(packets, server)
heardAt = performance.now()
while (answered < count && performance.now() - heardAt < 1000) await setTimeout(10)
socket.close()
const times = [...waits].filter(wait => wait > 0)
console.log(
  JSON.stringify({ answered: answered / count, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }),
)
