/** A program: sends one magic packet. Arguments: the broadcast address and the MAC. */
import { createSocket } from 'node:dgram'

const [broadcast = '', mac = ''] = process.argv.slice(2)
const bytes = Buffer.from(mac.replaceAll(':', ''), 'hex')
const packet = Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => bytes)])
const socket = createSocket('udp4')
socket.bind(() => {
  socket.setBroadcast(true)
  socket.send(packet, 9, broadcast, () => socket.close())
})
