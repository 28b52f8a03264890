/** The DHCP server alone, on real ports: `dhcp-server.ts proxy|server`. Says its facts as JSON lines. */
import { decideOffer } from '../../src/engine/boot.ts'
import type { Gate } from '../../src/engine/gate.ts'
import { begin } from '../../src/engine/journey.ts'
import { createWorld } from '../../src/engine/node/world.ts'
import { serveDhcp } from '../../src/engine/servers/dhcp.ts'
import { host, plan } from '../engine/plans.ts'

const say = (what: unknown): void => console.log(JSON.stringify(what))

const node1 = host('node1', { macs: ['52:54:00:77:00:01'], address: '10.77.0.11' })
const base = plan([node1], {
  networks: [
    {
      name: 'mgmt',
      cidr: '10.77.0.0/24',
      gateway: '10.77.0.254',
      dns: ['10.77.0.53'],
      vlan: null,
      mtu: null,
    },
  ],
})
const dhcp =
  process.argv[2] === 'server'
    ? ({ mode: 'server', ranges: [{ from: '10.77.0.200', to: '10.77.0.209' }] } as const)
    : ({ mode: 'proxy' } as const)

const unused = (): never => {
  throw new Error('DHCP gives no passes')
}
const gate: Gate = {
  decide: ({ mac }) => {
    const asking = node1.macs.includes(mac) ? node1 : undefined
    const journey = asking && { ...begin(asking.name, 0), phase: { name: 'waking' as const, packets: 1 } }
    return decideOffer(asking, journey)
  },
  issuePass: unused,
  passHolder: unused,
  tell: say,
}

const served = await serveDhcp({
  world: createWorld(),
  plan: { ...base, provision: { ...base.provision, dhcp } },
  gate,
  endpoint: {
    address: '10.77.0.1',
    netmask: '255.255.255.0',
    broadcast: '10.77.0.255',
    url: 'http://10.77.0.1',
    tftpPort: 69,
  },
})
say(served.ok ? { serving: served.value.sockets } : served.fault)
