/**
 * The least a server in Node can do: `echo.ts ADDRESS RELAY` answers every packet on port 67 with as many bytes, made
 * beforehand, and decides nothing. What it takes is the kernel's and Node's; the rest of our figure is ours.
 */
import { createSocket } from 'node:dgram'
import { asIs } from '../src/engine/node/udp.ts'

const [address = '', relay = ''] = process.argv.slice(2)
const reply = Buffer.alloc(360)
const socket = createSocket({ type: 'udp4', recvBufferSize: 4 << 20, lookup: asIs })
socket.on('message', bytes => {
  bytes.copy(reply, 4, 4, 8)
  socket.send(reply, 67, relay)
})
socket.on('listening', () => console.log('serving'))
socket.bind(67, address)
process.on('SIGTERM', () => process.exit())
