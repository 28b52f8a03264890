/** Wake-on-LAN, as a sleeping card takes it. */

import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { wellBehaved } from '../../../src/lab/simulated/faults.ts'
import { createMachine } from '../../../src/lab/simulated/machine.ts'
import { listenForMagic, macIn } from '../../../src/lab/simulated/power.ts'
import { readCapture } from '../../captures/pcap.ts'
import { createRig } from './rig.ts'

const magic = (mac: string): Buffer =>
  Buffer.concat([
    Buffer.alloc(6, 0xff),
    ...Array.from({ length: 16 }, () => Buffer.from(mac.replaceAll(':', ''), 'hex')),
  ])

it('finds the address in the captured packet', () => {
  const [packet] = readCapture('w1-wol-magic')
  expect(macIn(Buffer.from(packet?.payload ?? []))).toBe('52:54:00:77:00:03')
})

it('finds it anywhere, and nowhere in anything less', () => {
  const packet = magic('02:00:00:00:00:01')
  expect(macIn(Buffer.concat([Buffer.from('before'), packet, Buffer.from('password')]))).toBe(
    '02:00:00:00:00:01',
  )
  for (const bytes of [
    Buffer.of(),
    Buffer.alloc(5, 0xff),
    packet.subarray(0, 101),
    Buffer.from('no magic at all'),
  ])
    expect(macIn(bytes)).toBeUndefined()
})

it('a broadcast on loopback starts the machine it names, unless it is silent', async () => {
  await using rig = await createRig(82)
  const silent = { ...wellBehaved, habits: new Set(['silent-wol'] as const) }
  const listens = createMachine({ ...rig.spec, macs: ['02:00:00:00:00:01'] }, wellBehaved, rig.rack)
  const sleeps = createMachine({ ...rig.spec, macs: ['02:00:00:00:00:02'] }, silent, rig.rack)
  const { wake } = rig.rack.ports
  const socket = await listenForMagic({ address: '127.255.255.255', port: wake, machines: [sleeps, listens] })
  const sender = createSocket('udp4').bind(0, '127.0.0.1')
  await once(sender, 'listening')
  sender.setBroadcast(true)
  for (const { spec } of [sleeps, listens]) sender.send(magic(spec.macs[0]), wake, '127.255.255.255')
  await listens.reached('firmware')
  expect(sleeps.state).toBe('off')
  listens.powerOff()
  expect(listens.state).toBe('off')
  sender.close()
  socket.close()
})
