/** `firstlight render`: the files a site turns into, listed, printed as JSON, or written to a folder. */
import { explain, type Fault } from '../engine/index.ts'
import { type Rendered, render as renderSite } from '../engine/nix/render.ts'
import { type Context, exitCodes } from './context.ts'
import type { RenderFlags } from './flags.ts'
import { renderer } from './renderer.ts'
import { loadSite, tellRefused, warningLines } from './site.ts'

export const render = async (flags: RenderFlags, context: Context): Promise<number> => {
  const site = { ...context, flags }
  const loaded = await loadSite(site)
  if (!loaded.ok) return tellRefused(site, loaded)
  for (const line of warningLines(loaded.warnings)) context.err(line)
  const { document, plan } = loaded
  const all = await renderSite({ ...renderer(context), document, source: plan.source })
  if (!all.ok) return refuse(context, all.fault)
  const chosen = flags.host === undefined ? all.value : only(all.value, flags.host)
  if (chosen === undefined)
    return refuse(context, noHost(plan.source, flags.host ?? '', Object.keys(all.value.hosts)))
  if (flags.json) context.out(JSON.stringify(chosen))
  else if (flags.out !== undefined) return writeAll(filesOf(chosen), flags.out, context)
  else for (const [path, text] of filesOf(chosen)) show(path, text, flags.host !== undefined, context)
  return exitCodes.well
}

const only = (all: Rendered, host: string): Rendered | undefined => {
  const found = all.hosts[host]
  return found && { ...all, hosts: { [host]: found }, files: {} }
}

/** `node1/etc/systemd/network/10-eno1.network` */
const filesOf = ({ hosts, files }: Rendered): readonly (readonly [path: string, text: string])[] => [
  ...Object.entries(hosts).flatMap(([host, rendered]) =>
    Object.entries(rendered.files).map(([path, text]) => [`${host}${path}`, text] as const),
  ),
  ...Object.entries(files),
]

const show = (path: string, text: string, whole: boolean, { out }: Context): void => {
  out(whole ? `# ${path}\n${text}` : path)
}

const writeAll = async (
  files: readonly (readonly [string, string])[],
  folder: string,
  context: Context,
): Promise<number> => {
  for (const [path, text] of files) {
    const written = await context.world.files.write(`${folder}/${path}`, text)
    if (!written.ok) return refuse(context, written.fault)
  }
  context.out(`${files.length} files written to ${folder}`)
  return exitCodes.well
}

const refuse = ({ err }: Context, fault: Fault): number => {
  err(explain(fault))
  return exitCodes.badUsage
}

const noHost = (source: string, host: string, hosts: readonly string[]): Fault => ({
  code: 'unknown-host',
  message: `there is no host "${host}"; there are ${hosts.join(', ')}`,
  place: source,
  remedy: 'Name one of them with --host',
})
