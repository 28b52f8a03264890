/**
 * TFTP clients that cost little: `tftp.ts ADDRESS PORT FILE CLIENTS BYTES WINDOW`. Each fetches the file once, the
 * `{mac}` in its name replaced by its own; blocks are counted and dropped. A WINDOW of 1 is lockstep. Prints
 * seconds, and how many acknowledgements had to be repeated.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { macOf } from '../harness/site.ts'

const [address = '', port = '', file = '', clients = '1', bytes = '0', window = '1'] = process.argv.slice(2)
const blksize = 1428

const requestFor = (client: number): Buffer => {
  const options = ['blksize', String(blksize), ...(window === '1' ? [] : ['windowsize', window])]
  const words = [file.replace('{mac}', macOf(client).replaceAll(':', '-')), 'octet', ...options]
  return Buffer.concat([Buffer.from([0, 1]), Buffer.from(words.map(word => `${word}\0`).join(''))])
}
const opcodes = { data: 3, ack: 4, error: 5, options: 6 } as const
const patience = 250

interface Fetched {
  readonly bytes: number
  readonly repeats: number
}

const fetchFile = async (_: unknown, client: number): Promise<Fetched> => {
  const request = requestFor(client)
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 })
  socket.bind(0, address)
  await once(socket, 'listening')
  const ahead = Number(window)
  let peer = Number(port)
  let got = 0
  let received = 0
  let unacknowledged = 0
  let complained = false
  let repeats = 0
  let heardAt = performance.now()

  const acknowledge = (): void => {
    socket.send(Uint8Array.of(0, opcodes.ack, (got >> 8) & 255, got & 255), peer, address)
    unacknowledged = 0
  }
  const repeat = (): void => {
    repeats += 1
    if (got === 0 && peer === Number(port)) socket.send(request, peer, address)
    else acknowledge()
  }

  return new Promise((resolve, reject) => {
    const bell = setInterval(() => {
      if (performance.now() - heardAt < patience) return
      heardAt = performance.now()
      repeat()
    }, patience / 2)
    const finish = (): void => {
      clearInterval(bell)
      acknowledge()
      setImmediate(() => socket.close(() => resolve({ bytes: received, repeats })))
    }
    const takeData = (packet: Buffer): void => {
      if (packet.readUInt16BE(2) !== ((got + 1) & 0xffff)) {
        // A gap is said once; what follows of the old window is passed over.
        if (!complained) repeat()
        complained = true
        return
      }
      complained = false
      got += 1
      received += packet.length - 4
      unacknowledged += 1
      if (packet.length - 4 < blksize) finish()
      else if (unacknowledged >= ahead) acknowledge()
    }
    socket.on('message', (packet, from) => {
      peer = from.port
      heardAt = performance.now()
      const opcode = packet.readUInt16BE(0)
      if (opcode === opcodes.data) takeData(packet)
      else if (opcode === opcodes.options) acknowledge()
      else reject(new Error(`TFTP said ${packet.toString('latin1')}`))
    })
    socket.send(request, peer, address)
  })
}

const began = performance.now()
const fetched = await Promise.all(Array.from({ length: Number(clients) }, fetchFile))
const seconds = (performance.now() - began) / 1000
if (fetched.some(each => each.bytes !== Number(bytes))) throw new Error('a file did not arrive as it is')
const repeats = fetched.reduce((sum, each) => sum + each.repeats, 0)
console.log(JSON.stringify({ seconds, repeats }))
