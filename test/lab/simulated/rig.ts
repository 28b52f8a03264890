/** One machine's surroundings for tests: quick, on loopback, with whatever network the test brings. */
import { setMaxListeners } from 'node:events'
import { weatherOf } from '../../../src/lab/simulated/datagrams.ts'
import { type Faults, wellBehaved } from '../../../src/lab/simulated/faults.ts'
import type { Images } from '../../../src/lab/simulated/images.ts'
import { luckOfCard } from '../../../src/lab/simulated/luck.ts'
import { createPace } from '../../../src/lab/simulated/pace.ts'
import { freePorts } from '../../../src/lab/simulated/ports.ts'
import type { Rack } from '../../../src/lab/simulated/rack.ts'
import { openRelay, type Relay } from '../../../src/lab/simulated/relay.ts'
import type { MachineSpec } from '../../../src/lab/simulated/spec.ts'
import { type MachineRequest, specOf } from '../../../src/lab/simulated/specs.ts'
import type { Uptime } from '../../../src/lab/simulated/uptime.ts'

export interface Rig extends AsyncDisposable {
  readonly rack: Rack
  readonly spec: MachineSpec
  readonly uptime: Uptime
  readonly said: string[]
  powerOff(): void
}

export interface RigOptions {
  readonly machine?: MachineRequest
  readonly faults?: Partial<Faults>
  readonly images?: Images
  readonly authorizedKeys?: readonly string[]
  readonly random?: () => number
}

/** Every rig its own network number, so that files run side by side. */
export const createRig = async (network: number, options: RigOptions = {}): Promise<Rig> => {
  const ports = await freePorts()
  const servers = [{ address: '127.0.0.1', port: ports.dhcp }]
  const relay: Relay = await openRelay({ address: `127.${network}.0.2`, port: ports.relay, servers })
  const faults = { ...wellBehaved, ...options.faults }
  const spec = specOf({ address: `127.${network}.1.1`, ...options.machine }, 0)
  const rack: Rack = {
    ...{ ports, relay, server: '127.0.0.1', pace: createPace(50, 50) },
    images: options.images ?? new Map(),
    authorizedKeys: options.authorizedKeys ?? [],
    oldSystem: '/nix/store/old',
  }
  const said: string[] = []
  const power = new AbortController()
  setMaxListeners(0, power.signal)
  const uptime: Uptime = {
    ...{ spec, faults, rack, signal: power.signal },
    weather: weatherOf(faults, options.random ?? luckOfCard(spec.macs[0])),
    say: line => said.push(line),
    rest: seconds => rack.pace.rest(seconds, power.signal),
    carry: bytes => rack.pace.carry(bytes, power.signal),
    survive: stage => {
      if (faults.diesIn === stage) power.abort(new Error(`died in ${stage}`))
      power.signal.throwIfAborted()
    },
  }
  const powerOff = () => power.abort(new Error('powered off'))
  return {
    ...{ rack, spec, uptime, said, powerOff },
    [Symbol.asyncDispose]: async () => {
      powerOff()
      relay.close()
    },
  }
}
