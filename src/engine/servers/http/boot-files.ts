/** What a machine boots: its program, its script, and with the pass from that script its kernel and initrd. */
import type { Decision, Purpose } from '../../boot.ts'
import { bootFileUnreadable, scriptRefused } from '../../faults/http.ts'
import type { Endpoint, Gate, ImageSources, Published } from '../../gate.ts'
import type { BootFile } from '../../journey.ts'
import type { Host, Plan } from '../../plan.ts'
import { installerScript } from '../../protocol/ipxe/installer.ts'
import { diskScript, waitScript } from '../../protocol/ipxe/scripts.ts'
import type { Script } from '../../protocol/ipxe/words.ts'
import type { Clock, HttpReply, HttpRequest, Source } from '../../world.ts'
import { exchange, nothing, textReply } from './replies.ts'
import { type Route, scriptPath } from './routes.ts'
import type { Slices } from './slices.ts'
import { fileReply, throttled } from './transfer.ts'

export interface BootServing {
  readonly clock: Clock
  readonly plan: Plan
  readonly gate: Gate
  readonly endpoint: Endpoint
  readonly published: Published
  readonly slices: Slices
}

type To<Kind extends Route['to']> = Extract<Route, { to: Kind }>

export const programReply = (serving: BootServing, { mac, name }: To<'program'>, request: HttpRequest) => {
  const { gate, published } = serving
  const decision = gate.decide({ mac })
  if (decision.offer === 'none') return declined(gate, mac, decision, request)
  const source = published.programs.get(name)
  const { host, offer } = decision
  const reply = source === undefined ? nothing : send(serving, host, offer, 'firmware', source, request)
  return traced(gate, host, request, reply)
}

/** A script is made on asking: the pass in it is for this boot, and for the address that asks. */
export const scriptReply = async (serving: BootServing, { mac }: To<'script'>, request: HttpRequest) => {
  const { gate } = serving
  const decision = gate.decide({ mac })
  if (decision.offer === 'none') return declined(gate, mac, decision, request)
  const { host, offer } = decision
  if (request.method === 'HEAD') return { status: 200, headers: scriptHeaders }
  const script = offer === 'disk' ? diskScript(host.name) : await toInstaller(serving, host, mac, request)
  return traced(gate, host, request, asReply(serving, host, offer, script), shown(script))
}

export const imageReply = async (serving: BootServing, { token, file }: To<'pass'>, request: HttpRequest) => {
  const { gate, published } = serving
  const host = gate.passHolder(token, request.peer.address)
  if (host === undefined || !mayInstall(gate, host)) return nothing
  const source = (await published.image(host.name))?.[file]
  const reply = source === undefined ? nothing : send(serving, host, 'installer', file, source, request)
  return traced(gate, host, request, reply)
}

const mayInstall = (gate: Gate, host: Host): boolean =>
  host.macs.some(mac => gate.decide({ mac }).offer === 'installer')

/** Longer than this nobody is kept waiting for a script: iPXE gives up on a server that says nothing. */
const patience = 2000

const toInstaller = async (
  { clock, plan, gate, endpoint, published }: BootServing,
  host: Host,
  mac: string,
  { peer }: HttpRequest,
): Promise<Script> => {
  const script = `${endpoint.url}${scriptPath(mac)}`
  const image = await within(patience, clock, published.image(host.name))
  if (image === undefined) return waitScript(host.name, script)
  const token = gate.issuePass(host.name, peer.address)
  const files = filesAt(plan, endpoint, host, token)
  const { init, params } = image
  return installerScript({ host: host.name, ...files, script, init, params, url: endpoint.url, token })
}

const within = async (
  ms: number,
  clock: Clock,
  image: Promise<ImageSources | undefined>,
): Promise<ImageSources | undefined> => {
  const done = new AbortController()
  try {
    return await Promise.race([image, clock.sleep(ms, done.signal).then(() => undefined)])
  } finally {
    done.abort()
  }
}

/** Elsewhere they lie as `images build` writes them, a folder for each installer: that folder is what is published. */
const filesAt = ({ provision }: Plan, { url }: Endpoint, { installer }: Host, token: string) => {
  const { bootFileUrl } = provision
  if (bootFileUrl === null)
    return { kernel: `${url}/pass/${token}/kernel`, initrd: `${url}/pass/${token}/initrd` }
  const folder = `${bootFileUrl.replace(/\/+$/, '')}/${folderOf(installer)}`
  return { kernel: `${folder}/bzImage`, initrd: `${folder}/initrd` }
}

/** `netboot-base`, or the last name of `.#nixosConfigurations.installer`. */
const folderOf = (installer: string): string => /[\w-]+$/.exec(installer)?.[0] ?? installer

const scriptHeaders = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }

const asReply = ({ gate }: BootServing, host: Host, offer: Purpose, script: Script): HttpReply => {
  if (!script.ok) {
    gate.tell({ type: 'broke', host: host.name, fault: scriptRefused(host.name, script.why) })
    return nothing
  }
  const reply = textReply(200, script.text)
  const bytes = script.text.length
  if (offer === 'installer')
    gate.tell({ type: 'fetched', host: host.name, file: 'script', bytes, total: bytes })
  return reply
}

const shown = (script: Script): readonly string[] =>
  script.ok ? script.text.trimEnd().split('\n') : [script.why]

/** What a machine fetches on the way to its disk is no step of an installation, and not told as one. */
const send = (
  { gate, clock, slices }: BootServing,
  { name: host }: Host,
  offer: Purpose,
  file: Exclude<BootFile, 'script'>,
  source: Source,
  request: HttpRequest,
): HttpReply => {
  const progressed =
    offer === 'disk'
      ? () => undefined
      : throttled(file, source.size, clock, progress => gate.tell({ type: 'fetched', host, ...progress }))
  const broke = (reason: string) =>
    gate.tell({ type: 'warned', fault: bootFileUnreadable(host, file, reason) })
  return fileReply(request, { source, type: typeOf(file, request), progressed, broke }, slices)
}

/** UEFI HTTP boot starts what is called `.efi` or is of this type, and takes anything else for a disk image. */
const typeOf = (file: BootFile, { path }: HttpRequest): string =>
  file === 'firmware' && path.endsWith('.efi') ? 'application/efi' : 'application/octet-stream'

const traced = (
  gate: Gate,
  { name: host }: Host,
  request: HttpRequest,
  reply: HttpReply,
  more?: readonly string[],
): HttpReply => {
  gate.tell({ host, ...exchange('http', request, reply, more) })
  return reply
}

const declined = (
  gate: Gate,
  mac: string,
  { host, why }: Extract<Decision, { offer: 'none' }>,
  request: HttpRequest,
): HttpReply => {
  if (why === 'unknown' || why === 'unmanaged')
    gate.tell({ type: 'discovered', mac, uuid: null, firmware: 'unknown', why, via: request.peer.address })
  else if (why === 'installing' && host !== null) gate.tell({ type: 'askedToBoot', host: host.name })
  return nothing
}
