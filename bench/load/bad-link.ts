/**
 * A bad link for UDP: `bad-link.ts ADDRESS PORT DELAY LOSS [SEED]`. Passes datagrams on to ADDRESS and the answers
 * back, each DELAY ms later, and drops that part of them. Prints the port it listens on. It stands in for netem,
 * which many kernels are built without.
 */
import { createSocket, type Socket } from 'node:dgram'
import type { LookupOneOptions } from 'node:dns'
import { once } from 'node:events'

const [address = '', port = '', delay = '', loss = '', seed = '1'] = process.argv.slice(2)

/** A name would be looked up a tick later. */
const asIs = (
  name: string,
  _options: LookupOneOptions,
  found: (error: null, name: string, family: number) => void,
): void => found(null, name, 4)
const kind = { type: 'udp4', recvBufferSize: 4 << 20, lookup: asIs } as const

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

/**
 * Timers count whole milliseconds, and a nap adds its own tenth to every packet: so it looks again and again while
 * something is under way, on a processor of its own.
 */
const look = (): void => {
  const now = performance.now()
  for (let next = queue[head]; next !== undefined && next.due <= now; next = queue[++head]) next.pass()
  if (head < queue.length) {
    setImmediate(look)
  } else {
    queue.length = 0
    head = 0
  }
}

const front = createSocket(kind)

/** The other side of the link, for one client: every one has a port of its own, as with any router. */
const openLeg = (client: number): Socket => {
  const leg = createSocket(kind)
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
const listens = once(front, 'listening')
front.bind(0, address)
await listens
console.log(`listening on ${front.address().port}`)
