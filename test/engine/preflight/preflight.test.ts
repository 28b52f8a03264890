import { describe, expect, it } from 'vitest'
import { fail, succeed } from '../../../src/engine/errors.ts'
import { cannotListen } from '../../../src/engine/faults/network.ts'
import { createDhcpFormat } from '../../../src/engine/node/dhcp-format.ts'
import { preflight } from '../../../src/engine/preflight/preflight.ts'
import { decodeDhcp } from '../../../src/engine/protocol/dhcp/decode.ts'
import type { DhcpReply, Options } from '../../../src/engine/protocol/dhcp/packet.ts'
import { readRequest } from '../../../src/engine/protocol/dhcp/read-request.ts'
import type { UdpOptions, World } from '../../../src/engine/world.ts'
import { type FakeProgram, fakeFiles, fakeProcesses } from '../../fakes/world.ts'
import { host, plan } from '../plans.ts'

interface Setting {
  readonly programs?: Readonly<Record<string, FakeProgram>>
  readonly held?: number
  /** Whoever holds it would share it. */
  readonly shared?: boolean
  /** Option 60 of an offer; null: an offer without one; undefined: nobody answers. */
  readonly offer?: string | null
  readonly memory?: number
  readonly boot?: readonly string[]
  readonly mode?: 'proxy' | 'server'
  readonly prebuilt?: boolean
  readonly keys?: number
}

const usual: Record<string, FakeProgram> = {
  nix: () => ({ stdout: 'nix (Nix) 2.26.3\n' }),
  'ssh-keygen': () => ({}),
  'nixos-anywhere': () => ({}),
}

/** As `ss` tells it. */
const heldOn = (address: string, port = 67): Record<string, FakeProgram> => ({
  ...usual,
  ss: () => ({
    stdout: `UNCONN 0      0      ${address}:${port} 0.0.0.0:*    users:(("dnsmasq",pid=7,fd=4))\n`,
  }),
})

const offerTo = (question: Uint8Array, vendorClass: string | null): Uint8Array => {
  const asked = decodeDhcp(question)
  if (!asked.ok) throw new Error(asked.why)
  const options: Options = [
    [53, Uint8Array.of(2)],
    [54, Uint8Array.of(10, 0, 0, 2)],
    ...(vendorClass === null ? [] : [[60, new TextEncoder().encode(vendorClass)] as const]),
  ]
  const { xid, mac } = asked.packet
  const reply: DhcpReply = {
    xid,
    secs: 0,
    flags: 0,
    ciaddr: 0,
    yiaddr: 0x0a000009,
    siaddr: 0,
    giaddr: 0,
    mac,
    file: '',
    message: 'offer',
    options: [options],
    own: [],
  }
  return createDhcpFormat()(reply)
}

const look = async (setting: Setting) => {
  const udp = async (options: UdpOptions) => {
    if (options.port === setting.held && !(options.reuse && setting.shared))
      return fail(cannotListen({ protocol: 'UDP', ...options }, 'EADDRINUSE'))
    const send = (bytes: Uint8Array) => {
      if (setting.offer !== undefined)
        options.receive(offerTo(bytes, setting.offer), { address: '10.0.0.2', port: 67 })
    }
    return succeed({ ...options, receiveBuffer: 0, send, close: async () => {} })
  }
  const eno1 = {
    name: 'eno1',
    mac: '',
    up: true,
    loopback: false,
    mtu: 1500,
    addresses: [{ address: '10.0.0.1', prefix: 24, broadcast: '10.0.0.255' }],
  }
  const listener = { address: '10.0.0.1', port: 0, close: async () => {} }
  const world = {
    clock: { now: () => 0, sleep: async () => {} },
    random: { hex: () => '0a0b0c0d' },
    files: fakeFiles(),
    processes: fakeProcesses(setting.programs ?? usual),
    system: { memoryBytes: () => setting.memory ?? 16e9 },
    network: { interfaces: () => [eno1], udp, http: async () => succeed(listener) },
  } as unknown as World
  const base = plan([host('node1')])
  const dhcp = setting.mode === 'server' ? ({ mode: 'server', ranges: [] } as const) : base.provision.dhcp
  const findings = await preflight({
    ...{ world, plan: { ...base, provision: { ...base.provision, dhcp } }, folder: '/state' },
    prebuilt: setting.prebuilt ?? false,
    nixosAnywhere: 'nixos-anywhere',
    programs: new Set(setting.boot ?? ['undionly.kpxe', 'snponly.efi']),
    operatorKeys: setting.keys ?? 1,
  })
  return findings.flatMap(finding =>
    finding.state === 'good' ? [] : [`${finding.state} ${finding.fault.code}`],
  )
}

describe('before anything happens', () => {
  const cases: readonly (readonly [what: string, setting: Setting, findings: readonly string[]])[] = [
    ['all is well', { offer: null }, []],
    ['nobody gives addresses', {}, ['warning no-address-server-here']],
    ['nobody else gives addresses, as it should be', { mode: 'server' }, []],
    ['another address server beside ours', { mode: 'server', offer: null }, ['warning other-address-server']],
    ['an address server that answers boot requests', { offer: 'PXEClient' }, ['warning boot-data-elsewhere']],
    ['a port is held', { offer: null, held: 69 }, ['refused port-in-use']],
    ['on another card', { offer: null, held: 67, shared: true, programs: heldOn('0.0.0.0%virbr0') }, []],
    [
      'on another card, for itself alone',
      { offer: null, held: 67, programs: heldOn('0.0.0.0%virbr0') },
      ['refused port-in-use'],
    ],
    [
      'on our card',
      { offer: null, held: 67, shared: true, programs: heldOn('0.0.0.0%eno1') },
      ['refused port-in-use'],
    ],
    ['at another address', { offer: null, held: 67, shared: true, programs: heldOn('192.0.2.1') }, []],
    [
      'at our address',
      { offer: null, held: 67, shared: true, programs: heldOn('10.0.0.1') },
      ['refused port-in-use'],
    ],
    [
      'everywhere, IPv6 included',
      { offer: null, held: 4011, shared: true, programs: heldOn('*', 4011) },
      ['refused port-in-use'],
    ],
    ['by nobody knows whom', { offer: null, held: 67, shared: true }, ['refused port-in-use']],
    ['no Nix', { offer: null, programs: { ...usual, nix: () => ({ exitCode: 127 }) } }, ['refused no-nix']],
    [
      'an old Nix',
      { offer: null, programs: { ...usual, nix: () => ({ stdout: 'nix (Nix) 2.8.0' }) } },
      ['refused old-nix'],
    ],
    [
      'no Nix, and none needed',
      {
        offer: null,
        prebuilt: true,
        programs: {
          'ssh-keygen': usual['ssh-keygen'] as FakeProgram,
          'nixos-anywhere': usual['nixos-anywhere'] as FakeProgram,
        },
      },
      [],
    ],
    [
      'no nixos-anywhere',
      {
        offer: null,
        programs: { nix: usual.nix as FakeProgram, 'ssh-keygen': usual['ssh-keygen'] as FakeProgram },
      },
      ['refused no-nixos-anywhere'],
    ],
    ['no key of the operator', { offer: null, keys: 0 }, ['warning no-operator-key']],
    ['nothing to boot with', { offer: null, boot: [] }, ['refused no-boot-programs']],
    ['nothing for UEFI', { offer: null, boot: ['undionly.kpxe'] }, ['warning missing-boot-program']],
    ['little memory', { offer: null, memory: 4e9 }, ['warning little-memory']],
  ]
  it.each(cases)('%s', async (_, setting, findings) => expect(await look(setting)).toEqual(findings))

  it('asks as a machine that boots would', async () => {
    const { discoverPacket } = await import('../../../src/engine/protocol/dhcp/discover.ts')
    const decoded = decodeDhcp(discoverPacket(7, [2, 0, 0, 0, 0, 1]))
    expect(decoded.ok && readRequest(decoded.packet)).toMatchObject({ ok: true })
  })
})
