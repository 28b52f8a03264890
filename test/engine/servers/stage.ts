/** The real HTTP server on loopback, with a gate that decides as the real one does and remembers what it was told. */
import { connect } from 'node:net'
import { decideOffer } from '../../../src/engine/boot.ts'
import type { Fact } from '../../../src/engine/events.ts'
import type { Endpoint, Gate, ImageSources, Published } from '../../../src/engine/gate.ts'
import { begin, type Phase } from '../../../src/engine/journey.ts'
import { listenHttp } from '../../../src/engine/node/http.ts'
import { type Host, type Plan, standardPorts } from '../../../src/engine/plan.ts'
import { serveHttp } from '../../../src/engine/servers/http.ts'
import type { Clock, HttpOptions, Source, World } from '../../../src/engine/world.ts'

import { host, plan } from '../plans.ts'

export const mac = 'bc:24:11:d0:28:34'
export const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample engine'

export const hostWith = (name: string, ...macs: string[]): Host => host(name, { macs })

export const planWith = (hosts: readonly Host[], provision: Partial<Plan['provision']> = {}): Plan => {
  const { provision: usual, ...rest } = plan(hosts)
  return { ...rest, provision: { ...usual, ports: { ...standardPorts, http: 0 }, ...provision } }
}

/** Its hosts are where `put` says: the answers are those of the one decision. */
export const createGate = (plan: Plan) => {
  const facts: Fact[] = []
  const passes = new Map<string, { host: Host; address: string }>()
  const phases = new Map<string, Phase>()
  let issued = 0
  const gate: Gate = {
    decide: ({ mac }) => {
      const host = plan.hosts.find(host => host.macs.includes(mac))
      const phase = phases.get(host?.name ?? '') ?? { name: 'offered', firmware: 'bios' }
      return decideOffer(host, host && { ...begin(host.name, 0), phase })
    },
    issuePass: (name, address) => {
      const host = plan.hosts.find(host => host.name === name) as Host
      const token = `${++issued}`.padStart(32, '0')
      for (const [old, pass] of passes) if (pass.host === host) passes.delete(old)
      passes.set(token, { host, address })
      return token
    },
    passHolder: (token, address) => {
      const pass = passes.get(token)
      return pass?.address === address ? pass.host : undefined
    },
    tell: fact => void facts.push(fact),
  }
  const put = (host: string, phase: Phase) => void phases.set(host, phase)
  return { gate, facts, put }
}

export const bytesSource = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  read: (position, length) => bytes.subarray(position, position + length),
})

export const imageOf = (kernel: Source, initrd: Source, params: readonly string[] = []): ImageSources => ({
  kernel,
  initrd,
  init: '/nix/store/abc-nixos-system-installer/init',
  params,
})

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  sleep: (ms, signal) =>
    new Promise(resolve => {
      const timer = setTimeout(resolve, ms)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    }),
}

/** Only what the HTTP server asks of the world; whoever reaches for more fails at once. */
export const loopbackWorld = (clock: Clock = realClock): Pick<World, 'clock' | 'network'> => ({
  clock,
  network: { http: (options: HttpOptions) => listenHttp(options) } as World['network'],
})

interface StageOptions {
  readonly hosts?: readonly Host[]
  readonly provision?: Partial<Plan['provision']>
  readonly image?: Published['image']
  readonly programs?: Published['programs']
  readonly clock?: Clock
  readonly cacheBytes?: number
}

const emptyImage = imageOf(bytesSource(Buffer.from('the kernel')), bytesSource(Buffer.from('the initrd')))

/** `url` is where it really listens; scripts name the same, for the port is chosen before. */
export const openStage = async (options: StageOptions = {}) => {
  const port = await freePort()
  const provision = { ports: { ...standardPorts, http: port }, ...options.provision }
  const plan = planWith(options.hosts ?? [hostWith('node1', mac)], provision)
  const { gate, facts, put } = createGate(plan)
  const url = `http://127.0.0.1:${port}`
  const endpoint: Endpoint = {
    address: '127.0.0.1',
    netmask: '255.0.0.0',
    broadcast: '127.255.255.255',
    url,
    tftpPort: 69,
  }
  const published: Published = {
    programs: options.programs ?? new Map([['snponly.efi', bytesSource(Buffer.from('MZ program'))]]),
    image: options.image ?? (() => Promise.resolve(emptyImage)),
  }
  const world = loopbackWorld(options.clock)
  const cache = options.cacheBytes === undefined ? {} : { cacheBytes: options.cacheBytes }
  const served = await serveHttp({ world, plan, gate, endpoint, published, authorizedKey: key, ...cache })
  if (!served.ok) throw new Error(served.fault.message)
  return { url, port, gate, facts, put, plan, serving: served.value, close: () => served.value.close() }
}

export type Stage = Awaited<ReturnType<typeof openStage>>

const freePort = async (): Promise<number> => {
  const listening = await listenHttp({ address: '127.0.0.1', port: 0, handle: () => Promise.reject() })
  if (!listening.ok) throw new Error(listening.fault.message)
  await listening.value.close()
  return listening.value.port
}

/** Raw bytes to a port; everything that comes back until it closes. */
export const speak = (port: number, bytes: string | Uint8Array): Promise<string> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    let heard = ''
    socket.on('data', chunk => {
      heard += chunk.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(heard))
    socket.write(bytes)
  })
