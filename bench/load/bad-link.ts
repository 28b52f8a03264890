/**
 * A bad link for UDP: `bad-link.ts ADDRESS PORT DELAY LOSS [SEED]`. Passes datagrams on to ADDRESS and the answers
 * back, each DELAY ms later, and drops that part of them. Prints the port it listens on. It stands in for netem,
 * which many kernels are built without.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const [address = '', port = '', delay = '', loss = '', seed = '1'] = process.argv.slice(2)
const buffer = { type: 'udp4', recvBufferSize: 4 << 20 } as const

/** The same packets are lost for everybody. */
let state = Number(seed)
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}

const queue: { readonly due: number; readonly pass: () => void }[] = []
let head = 0
const later = (pass: () => void): void => {
  if (random() < Number(loss)) return
  queue.push({ due: performance.now() + Number(delay), pass })
  if (queue.length - head === 1) look()
}

/** Timers count whole milliseconds: so it looks again and again while something is under way. */
const look = (): void => {
  const now = performance.now()
  for (let next = queue[head]; next !== undefined && next.due <= now; next = queue[++head]) next.pass()
  if (head < queue.length) setImmediate(look)
  else {
    queue.length = 0
    head = 0
  }
}

const front = createSocket(buffer)

/** The other side of the link, for one client: every one has a port of its own, as with any router. */
const openLeg = (client: number): Socket => {
  const leg = createSocket(buffer)
  leg.on('message', (bytes, from) => {
    answersFrom.set(client, from.port)
    later(() => front.send(bytes, client, address))
  })
  legs.set(client, leg)
  return leg
}
const legs = new Map<number, Socket>()
const answersFrom = new Map<number, number>()

front.on('message', (bytes, { port: client }) => {
  const leg = legs.get(client) ?? openLeg(client)
  later(() => leg.send(bytes, answersFrom.get(client) ?? Number(port), address))
})
front.bind(0, address)
await once(front, 'listening')
console.log(`listening on ${front.address().port}`)
