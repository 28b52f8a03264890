/**
 * Plays the packets of a capture from a machine's own ports, and says what it hears. `machine.ts PORT CAPTURE
 * INDEX SERVER ANSWERS`: the INDEXth DHCP datagram, sent to SERVER, until so many ANSWERS came.
 */
import { createSocket } from 'node:dgram'
import { formatIpv4 } from '../../src/engine/protocol/address.ts'
import { decodeDhcp } from '../../src/engine/protocol/dhcp/decode.ts'
import { dhcpIn } from '../captures/pcap.ts'

const [port = '68', capture = '', index = '0', server = '', answers = '1'] = process.argv.slice(2)
const datagram = dhcpIn(capture)[Number(index)]
if (datagram === undefined) throw new Error('no such packet')

const socket = createSocket('udp4')
let left = Number(answers)
socket.on('message', (bytes, from) => {
  const decoded = decodeDhcp(bytes)
  if (!decoded.ok) throw new Error(decoded.why)
  const { yiaddr, file, options } = decoded.packet
  const message = options.get(53)?.[0]
  console.log(
    JSON.stringify({ from: `${from.address}:${from.port}`, message, yiaddr: formatIpv4(yiaddr), file }),
  )
  left -= 1
  if (left === 0) socket.close()
})
socket.bind(Number(port), () => {
  socket.setBroadcast(true)
  socket.send(datagram.payload, datagram.to.port, server)
})
