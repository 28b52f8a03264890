import { describe, expect, test } from 'vitest'
import { decodeDhcp } from '../../../../src/engine/protocol/dhcp/decode.ts'
import { type ReadRequest, readRequest } from '../../../../src/engine/protocol/dhcp/read-request.ts'
import { uuidText } from '../../../../src/engine/protocol/dhcp/uuid.ts'
import { bootPacket, bytesOf, type Fields, packetBytes, uuidOption } from './packets.ts'

const read = (bytes: Uint8Array): ReadRequest => {
  const decoded = decodeDhcp(bytes)
  if (!decoded.ok) throw new Error(decoded.why)
  return readRequest(decoded.packet)
}

const facts = (vendorClass: string, ...options: NonNullable<Fields['options']>) => {
  const result = read(bootPacket('discover', vendorClass, { options }))
  return result.ok ? result.request : result.why
}

describe('architecture', () => {
  test.each([
    [0, 'bios'],
    [6, 'ia32'],
    [7, 'x64'],
    [9, 'x64'],
    [10, 'arm32'],
    [11, 'arm64'],
    [15, 'ia32'],
    [16, 'x64'],
    [18, 'arm32'],
    [19, 'arm64'],
    [20, 'bios'],
    [27, 'riscv64'],
    [39, 'loongarch64'],
    [4711, 'unknown'],
  ])('%i is %s', (arch, firmware) => {
    expect(facts('PXEClient', [93, [arch >> 8, arch & 255]])).toMatchObject({ arch, firmware })
  })

  test('the first of the list that we know decides', () => {
    expect(facts('PXEClient', [93, [0, 99, 0, 11, 0, 7]])).toMatchObject({ arch: 11 })
  })

  test('is read out of the vendor class when option 93 is missing or broken', () => {
    expect(facts('PXEClient:Arch:00007:UNDI:003016')).toMatchObject({ arch: 7, firmware: 'x64' })
    expect(facts('PXEClient:Arch:00011', [93, [0]])).toMatchObject({ arch: 11, firmware: 'arm64' })
  })

  test('is not guessed', () => {
    expect(facts('PXEClient')).toBe('a boot request that does not tell its architecture')
  })
})

describe('who asks', () => {
  const x64 = [93, [0, 7]] as const

  test('PXE or HTTP, by the vendor class', () => {
    expect(facts('PXEClient:Arch:00007', x64)).toMatchObject({ transport: 'pxe' })
    expect(facts('HTTPClient:Arch:00016', x64)).toMatchObject({ transport: 'http' })
    expect(facts('udhcp 1.35.0', x64)).toBe('not a boot request')
    expect(facts('', x64)).toBe('not a boot request')
  })

  test.each([
    ['raw', bytesOf('iPXE'), 'ipxe'],
    ['length-prefixed', [4, ...bytesOf('iPXE')], 'ipxe'],
    ['second in the list', [3, ...bytesOf('lab'), 4, ...bytesOf('iPXE')], 'ipxe'],
    ['another class', bytesOf('iPXEish'), 'firmware'],
    ['empty', [], 'firmware'],
  ] as const)('user class %s', (_, userClass, stage) => {
    expect(facts('PXEClient', x64, [77, userClass])).toMatchObject({ stage })
  })

  test('an iPXE without HTTP counts as firmware', () => {
    const ipxe = [77, bytesOf('iPXE')] as const
    expect(facts('PXEClient', x64, ipxe, [175, [19, 1, 1]])).toMatchObject({ stage: 'ipxe' })
    expect(facts('PXEClient', x64, ipxe, [175, [23, 1, 1]])).toMatchObject({ stage: 'firmware' })
    expect(facts('PXEClient', x64, ipxe, [175, [19, 9]])).toMatchObject({ stage: 'firmware' })
  })

  test('no option 94 is needed', () => {
    expect(facts('PXEClient', x64)).toMatchObject({ mac: '52:54:00:77:00:01', message: 'discover' })
  })
})

describe('the UUID', () => {
  const x64 = [93, [0, 7]] as const
  const uuid = (bytes: readonly number[]) => facts('PXEClient', x64, [97, bytes])

  test('is printed as dmidecode prints it', () => {
    expect(uuid(uuidOption[1])).toMatchObject({ uuid: Uint8Array.from(uuidOption[1]) })
    expect(uuidText(Uint8Array.from(uuidOption[1]))).toBe('12345678-9abc-def0-1122-334455667701')
  })

  test('may be absent, or never set', () => {
    expect(facts('PXEClient', x64)).toMatchObject({ uuid: null })
    expect(uuid(Array(17).fill(0))).toMatchObject({ uuid: null })
    expect(uuid([0, ...Array(16).fill(255)])).toMatchObject({ uuid: null })
  })

  test.each([[[]], [[0]], [Array(16).fill(0)], [[1, ...Array(16).fill(7)]], [Array(18).fill(0)]])(
    'anything else is malformed (%#)',
    bytes => {
      expect(uuid(bytes)).toBe('a boot request with a malformed UUID (option 97)')
    },
  )
})

describe('no request', () => {
  test('replies, and messages that are not for a boot server', () => {
    expect(read(packetBytes({ op: 2 }))).toEqual({ ok: false, why: 'a reply' })
    expect(read(bootPacket('release', 'PXEClient'))).toEqual({ ok: false, why: 'a release' })
    const untyped = { ok: false, why: 'a packet without a message type' }
    expect(read(packetBytes({ options: [[60, bytesOf('PXEClient')]] }))).toEqual(untyped)
    expect(read(packetBytes({ options: [[53, [99]]] }))).toEqual(untyped)
  })
})
