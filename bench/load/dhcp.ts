/**
 * So many machines switched on at once: `dhcp.ts SERVER RELAY COUNT`. All DISCOVERs leave in one go; prints how
 * many were answered, and how long the answers took.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { quantile } from '../harness/measure.ts'
import { discoverFor } from './discover.ts'

const [server = '', relay = '', counted = ''] = process.argv.slice(2)
const count = Number(counted)
const packets = Array.from({ length: count }, (_, n) => discoverFor(n, n + 1, relay))
const sentAt = new Float64Array(count + 1)
const waits = new Map<number, number>()

const socket = createSocket({ type: 'udp4', recvBufferSize: 16 << 20 })
let heardAt = performance.now()
socket.on('message', bytes => {
  heardAt = performance.now()
  const xid = bytes.readUInt32BE(4)
  if (!waits.has(xid)) waits.set(xid, heardAt - (sentAt[xid] ?? 0))
})
socket.bind(67, relay)
await once(socket, 'listening')

packets.forEach((packet, n) => {
  sentAt[n + 1] = performance.now()
  socket.send(packet, 67, server)
})
heardAt = performance.now()
while (waits.size < count && performance.now() - heardAt < 1000) await setTimeout(10)
socket.close()
const times = [...waits.values()]
console.log(
  JSON.stringify({ answered: waits.size / count, p50: quantile(times, 0.5), p99: quantile(times, 0.99) }),
)
