/** All servers of a run, opened together and closed together; if one cannot open, none stays. */
import type { Result } from './errors.ts'
import { fail, succeed } from './errors.ts'
import type { Endpoint, Gate, Published, Serving } from './gate.ts'
import type { Plan } from './plan.ts'
import { serveDhcp } from './servers/dhcp.ts'
import { serveHttp } from './servers/http.ts'
import { serveTftp } from './servers/tftp.ts'
import type { World } from './world.ts'

export interface ServeOptions {
  readonly world: World
  readonly plan: Plan
  readonly gate: Gate
  readonly endpoint: Endpoint
  readonly published: Published
  readonly authorizedKey: string
}

/** DHCP last: nothing is offered before what it names can be fetched. */
const servers = [serveHttp, serveTftp, serveDhcp]

export const serve = async (options: ServeOptions): Promise<Result<Serving>> => {
  const open: Serving[] = []
  const close = async () => void (await Promise.all(open.map(server => server.close())))
  for (const server of servers) {
    const opened = await server(options)
    if (!opened.ok) {
      await close()
      return fail(opened.fault)
    }
    open.push(opened.value)
  }
  return succeed({ sockets: open.flatMap(({ sockets }) => sockets), close })
}
