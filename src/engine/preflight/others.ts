/**
 * Who else answers DHCP on the provisioning network? One question is asked, as a machine would, and answers are
 * awaited for a moment. It leases nothing: an offer that nobody takes expires.
 */
import { chooseEndpoint } from '../endpoint.ts'
import { bootDataElsewhere, noAddressServer, otherAddressServer } from '../faults/preflight.ts'
import { formatIpv4, isLoopback } from '../protocol/address.ts'
import { option } from '../protocol/dhcp/codes.ts'
import { decodeDhcp } from '../protocol/dhcp/decode.ts'
import { discoverPacket } from '../protocol/dhcp/discover.ts'
import type { DhcpPacket } from '../protocol/dhcp/packet.ts'
import { type Finding, good, type PreflightOptions, warning } from './preflight.ts'

const patience = 2500

export const checkOthers = async (options: PreflightOptions): Promise<readonly Finding[]> => {
  const { world, plan } = options
  const endpoint = chooseEndpoint(plan.provision, world.network.interfaces())
  if (!endpoint.ok || isLoopback(endpoint.value.address)) return []
  const offers = await ask(options, endpoint.value.broadcast)
  return offers === undefined ? [] : [judge(offers, plan.provision.dhcp.mode)]
}

/** Nothing when the client's port cannot be had: then it is not known, and not said. */
const ask = async (
  { world, plan }: PreflightOptions,
  broadcast: string,
): Promise<readonly DhcpPacket[] | undefined> => {
  const xid = Number.parseInt(world.random.hex(4), 16)
  const offers: DhcpPacket[] = []
  const { client, dhcp } = plan.provision.ports
  const opened = await world.network.udp({
    address: '0.0.0.0',
    port: client,
    ...{ broadcast: true, reuse: true },
    receive: bytes => {
      const decoded = decodeDhcp(bytes)
      if (decoded.ok && decoded.packet.op === 'reply' && decoded.packet.xid === xid)
        offers.push(decoded.packet)
    },
  })
  if (!opened.ok) return undefined
  opened.value.send(discoverPacket(xid, nobody), { address: broadcast, port: dhcp })
  await world.clock.sleep(patience)
  await opened.value.close()
  return offers
}

/** A locally administered address: nobody's reservation is touched. */
const nobody = [0x02, 0x66, 0x69, 0x72, 0x73, 0x74]

const judge = (offers: readonly DhcpPacket[], mode: 'proxy' | 'server'): Finding => {
  const servers = [...new Set(offers.map(serverOf))].join(', ')
  const echo = offers.find(({ options }) => textOf(options.get(option.vendorClass)).startsWith('PXEClient'))
  if (echo !== undefined) return warning('address server', bootDataElsewhere(serverOf(echo)))
  if (mode === 'server')
    return offers.length === 0
      ? good('address server', 'none but us')
      : warning('address server', otherAddressServer(servers))
  return offers.length === 0 ? warning('address server', noAddressServer()) : good('address server', servers)
}

const serverOf = ({ options, siaddr }: DhcpPacket): string =>
  options.get(option.server)?.join('.') ?? formatIpv4(siaddr)

const textOf = (bytes: Uint8Array | undefined): string =>
  new TextDecoder('latin1').decode(bytes ?? new Uint8Array())
