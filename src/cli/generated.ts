/** The files Nix makes of a site, host by host, for the network screen. */
import { render } from '../engine/nix/render.ts'
import type { Read } from '../engine/site/load.ts'
import type { Generated } from '../ui/screen.ts'
import type { Context } from './context.ts'
import { renderer } from './renderer.ts'

type ByHost = Readonly<Record<string, Generated>>

export const same = (hosts: readonly string[], generated: Generated): ByHost =>
  Object.fromEntries(hosts.map(name => [name, generated]))

export const generatedFiles = async (
  { document, plan }: Read,
  hosts: readonly string[],
  context: Context,
): Promise<ByHost> => {
  const made = await render({ ...renderer(context), document, source: plan.source })
  if (!made.ok) return same(hosts, { state: 'failed', fault: made.fault })
  const filesOf = (name: string) =>
    Object.entries(made.value.hosts[name]?.files ?? {}).map(([path, text]) => ({ path, text }))
  return Object.fromEntries(hosts.map(name => [name, { state: 'made', files: filesOf(name) }]))
}
