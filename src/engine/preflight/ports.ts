/** May we open our ports, and if not, who holds them? Each is opened for a moment, as the servers will. */
import { chooseEndpoint } from '../endpoint.ts'
import type { Fault } from '../errors.ts'
import { heldBy } from '../faults/preflight.ts'
import { type Finding, good, type PreflightOptions, refused } from './preflight.ts'

export const checkPorts = async ({ world, plan }: PreflightOptions): Promise<readonly Finding[]> => {
  const endpoint = chooseEndpoint(plan.provision, world.network.interfaces())
  if (!endpoint.ok) return [refused('interface', endpoint.fault)]
  const { address } = endpoint.value
  const { ports } = plan.provision
  const udp = [ports.dhcp, ports.proxy, ports.tftp]
  const findings = await Promise.all([
    ...udp.map(port => tryPort(`UDP ${port}`, () => world.network.udp({ address, port, receive: () => {} }))),
    tryPort(`TCP ${ports.http}`, () =>
      world.network.http({ address, port: ports.http, handle: async () => ({ status: 503, headers: {} }) }),
    ),
  ])
  const named = await Promise.all(findings.map(finding => withHolder(finding, world)))
  return [good('interface', `${address}, broadcast ${endpoint.value.broadcast}`), ...named]
}

type Opened =
  | { readonly ok: true; readonly value: { close(): Promise<void> } }
  | { readonly ok: false; readonly fault: Fault }

const tryPort = async (name: string, open: () => Promise<Opened>): Promise<Finding> => {
  const opened = await open()
  if (!opened.ok) return refused(name, opened.fault)
  await opened.value.close()
  return good(name, 'free')
}

/** `ss` knows which process it is; where it does not run, the remedy says how to ask. */
const withHolder = async (finding: Finding, { processes }: PreflightOptions['world']): Promise<Finding> => {
  if (finding.state === 'good' || finding.fault.code !== 'port-in-use') return finding
  const [protocol = '', port = ''] = finding.name.split(' ')
  const ran = await processes.run({
    command: ['ss', '-H', '-l', '-n', '-p', protocol === 'UDP' ? '-u' : '-t', 'sport', '=', `:${port}`],
    timeout: 5000,
  })
  const holder = /users:\(\("([^"]+)",pid=(\d+)/.exec(ran.stdout)
  return holder === null
    ? finding
    : refused(finding.name, heldBy(finding.fault, holder[1] ?? '', holder[2] ?? ''))
}
