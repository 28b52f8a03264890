/**
 * A program of its own, because a socket belongs to the namespace its process is in: listens where magic
 * packets arrive and prints the MAC each one calls. Arguments: the broadcast address and the port.
 */
import { createSocket } from 'node:dgram'
import { calledMac } from './magic.ts'

const [address = '', port = ''] = process.argv.slice(2)
const socket = createSocket({ type: 'udp4', reuseAddr: true })
socket.on('message', bytes => {
  const mac = calledMac(bytes)
  if (mac) console.log(mac)
})
socket.bind(Number(port), address, () => console.log('listening'))
