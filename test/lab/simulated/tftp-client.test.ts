/** The TFTP client against a small server of the test's own: what it asks, and what it makes of bad weather. */
import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { type Datagrams, openDatagrams } from '../../../src/lab/simulated/datagrams.ts'
import { readRequest, tftpGet, tftpManners } from '../../../src/lab/simulated/tftp-client.ts'
import { createRig } from './rig.ts'

interface Served {
  readonly requests: string[]
  readonly errors: number[]
  readonly socket: Datagrams
}

const open: { close(): void }[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.close()
})

const words = (bytes: Buffer): string => bytes.subarray(2).toString('latin1').replaceAll('\0', ' ').trim()

/** Go-back-N with whatever window was asked, from one port; `mangle` may swallow packets. */
const serve = async (
  port: number,
  file: Buffer,
  mangle: (n: number) => boolean = () => true,
): Promise<Served> => {
  const served: { requests: string[]; errors: number[] } = { requests: [], errors: [] }
  let agreed = { blksize: 512, windowsize: 1 }
  let sent = 0
  const socket = await openDatagrams({
    address: '127.0.0.1',
    port,
    receive: (bytes, { address, port: from }) => {
      const send = (packet: Buffer) => mangle(sent++) && socket.send(packet, address, from)
      const opcode = bytes.readUInt16BE(0)
      if (opcode === 5) served.errors.push(bytes.readUInt16BE(2))
      if (opcode === 1) {
        const asked = words(bytes).split(' ')
        served.requests.push(asked.join(' '))
        const value = (name: string, otherwise: number) => Number(asked[asked.indexOf(name) + 1] ?? otherwise)
        agreed = {
          blksize: value('blksize', 512),
          windowsize: asked.includes('windowsize') ? value('windowsize', 1) : 1,
        }
        const size = asked.includes('tsize') ? ['tsize', String(file.length)] : []
        const rest = asked.includes('blksize') ? ['blksize', String(agreed.blksize)] : []
        const window = asked.includes('windowsize') ? ['windowsize', String(agreed.windowsize)] : []
        const options = [...size, ...rest, ...window].map(word => `${word}\0`).join('')
        send(Buffer.concat([Buffer.from([0, 6]), Buffer.from(options)]))
      }
      if (opcode !== 4) return
      const block = bytes.readUInt16BE(2)
      for (let n = block; n < block + agreed.windowsize && n * agreed.blksize <= file.length; n++) {
        const data = file.subarray(n * agreed.blksize, (n + 1) * agreed.blksize)
        send(Buffer.concat([Buffer.from([0, 3, ((n + 1) >> 8) & 255, (n + 1) & 255]), data]))
      }
    },
  })
  open.push(socket)
  return { ...served, socket }
}

const wanted = { server: '127.0.0.1', file: 'snponly.efi', address: '127.81.1.1' }

describe('asks as real firmware does', () => {
  it('EDK2: a size probe it aborts with error 8, then windows of four', async () => {
    await using rig = await createRig(81)
    const file = randomBytes(50_000)
    const served = await serve(rig.rack.ports.tftp, file)
    expect(await tftpGet(rig.uptime, wanted, tftpManners.edk2)).toEqual({ ok: true, bytes: file })
    expect(served.requests).toEqual([
      'snponly.efi octet tsize 0 blksize 1468 windowsize 4',
      'snponly.efi octet blksize 1468 windowsize 4',
    ])
    expect(served.errors).toEqual([8])
  })

  it('iPXE: once, with blocks of 1432', async () => {
    await using rig = await createRig(81)
    const file = randomBytes(1432 * 3)
    const served = await serve(rig.rack.ports.tftp, file)
    expect(await tftpGet(rig.uptime, wanted, tftpManners.ipxe)).toEqual({ ok: true, bytes: file })
    expect(served.requests).toEqual(['snponly.efi octet blksize 1432 tsize 0'])
  })

  it('the very bytes that were captured', () => {
    const iPXE = readRequest('undionly.kpxe', tftpManners.ipxe.ask).toString('latin1')
    expect(iPXE).toBe('\0\x01undionly.kpxe\0octet\0blksize\x001432\0tsize\x000\0')
    const edk2 = readRequest('snponly.efi', tftpManners.edk2.probe).toString('latin1')
    expect(edk2).toBe('\0\x01snponly.efi\0octet\0tsize\x000\0blksize\x001468\0windowsize\x004\0')
  })
})

it('a file of many blocks arrives whole when every seventh packet is lost and all others come twice', async () => {
  const random = (
    (n = 0) =>
    () =>
      n++ % 7 === 3 ? 0 : 1
  )()
  const faults = { packetLoss: 0.5, habits: new Set(['duplicates'] as const) }
  await using rig = await createRig(81, { faults, random })
  const file = randomBytes(200_000)
  await serve(rig.rack.ports.tftp, file, n => n % 11 !== 5)
  expect(await tftpGet(rig.uptime, wanted, tftpManners.edk2)).toEqual({ ok: true, bytes: file })
})

it('says the error it was answered with', async () => {
  await using rig = await createRig(81)
  const socket = await openDatagrams({
    address: '127.0.0.1',
    port: rig.rack.ports.tftp,
    receive: (_, { address, port }) => socket.send(Buffer.from('\0\x05\0\x01no such file\0'), address, port),
  })
  open.push(socket)
  const answer = await tftpGet(rig.uptime, wanted, tftpManners.ipxe)
  expect(answer).toEqual({ ok: false, why: 'TFTP error 1: no such file' })
})

it('gives up when nobody answers, and stops at once when the power goes', async () => {
  await using rig = await createRig(81)
  expect(await tftpGet(rig.uptime, wanted, tftpManners.ipxe)).toEqual({ ok: false, why: 'TFTP timed out' })
  const waiting = tftpGet(rig.uptime, wanted, tftpManners.ipxe)
  rig.powerOff()
  await expect(waiting).rejects.toThrow('powered off')
})
