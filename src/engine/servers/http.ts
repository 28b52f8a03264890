/** The HTTP socket: boot files and scripts, and the agent's API. */
import { bug, type Result, succeed } from '../errors.ts'
import type { AuthorizedKey, Endpoint, Gate, Published, Serving } from '../gate.ts'
import type { Plan } from '../plan.ts'
import type { HttpReply, HttpRequest, World } from '../world.ts'
import { answerAgents } from './agent.ts'
import { imageReply, programReply, scriptReply } from './http/boot-files.ts'
import { nothing, wrongMethod } from './http/replies.ts'
import { type Route, routeOf } from './http/routes.ts'
import { shareSlices } from './http/slices.ts'

export interface HttpServing {
  readonly world: Pick<World, 'clock' | 'network'>
  readonly plan: Plan
  readonly gate: Gate
  readonly endpoint: Endpoint
  readonly published: Published
  readonly authorizedKey: AuthorizedKey
  /** Memory for slices of kernels and initrds, for all clients together. */
  readonly cacheBytes?: number
}

/** Room for a usual initrd as a whole; as much as is read, and no more, is ever taken. */
const usualCache = 512 * 1024 * 1024

export const serveHttp = async (serving: HttpServing): Promise<Result<Serving>> => {
  const { world, plan, gate, endpoint } = serving
  const answer = answerTo(serving)
  const handle = async (request: HttpRequest): Promise<HttpReply> => {
    try {
      const route = routeOf(request.path)
      return route === undefined ? nothing : await answer(route, request)
    } catch (error) {
      gate.tell({ type: 'warned', fault: bug(error, 'HTTP server') })
      return { status: 500, headers: {} }
    }
  }
  const port = plan.provision.ports.http
  const listening = await world.network.http({ address: endpoint.address, port, handle })
  if (!listening.ok) return listening
  const { value: socket } = listening
  return succeed({ sockets: [`TCP ${hostPort(socket)}`], close: () => socket.close() })
}

const answerTo = ({ world, cacheBytes = usualCache, ...serving }: HttpServing) => {
  const { clock } = world
  const boot = { ...serving, clock, slices: shareSlices({ capacity: cacheBytes }) }
  const agent = answerAgents({ ...serving, clock })
  return (route: Route, request: HttpRequest): HttpReply | Promise<HttpReply> => {
    if (route.to === 'agent') return agent(route.call, request)
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod('GET, HEAD')
    switch (route.to) {
      case 'program':
        return programReply(boot, route, request)
      case 'script':
        return scriptReply(boot, route, request)
      case 'pass':
        return imageReply(boot, route, request)
      default:
        return route satisfies never
    }
  }
}

const hostPort = ({ address, port }: { address: string; port: number }): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
