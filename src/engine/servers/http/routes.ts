/** What a request asks for, from its path alone. Names are looked up, never made into paths of files. */
import type { BootFile } from '../../journey.ts'

export type Route =
  | { readonly to: 'program'; readonly mac: string; readonly name: string }
  | { readonly to: 'script'; readonly mac: string }
  | { readonly to: 'pass'; readonly token: string; readonly file: ImageFile }
  | { readonly to: 'agent'; readonly call: AgentCall }

export type ImageFile = Extract<BootFile, 'kernel' | 'initrd'>

export type AgentCall = 'hello' | 'key' | 'log' | 'heartbeat'

export const routeOf = (path: string): Route | undefined =>
  bootRoute(path) ?? passRoute(path) ?? agentRoute(path)

const scripts = new Set(['boot.ipxe', 'autoexec.ipxe'])

const bootRoute = (path: string): Route | undefined => {
  const [, dashed, name] = /^\/boot\/([0-9a-f]{2}(?:-[0-9a-f]{2}){5})\/([\w.-]{1,100})$/i.exec(path) ?? []
  if (dashed === undefined || name === undefined) return undefined
  const mac = dashed.toLowerCase().replaceAll('-', ':')
  return scripts.has(name) ? { to: 'script', mac } : { to: 'program', mac, name }
}

const passRoute = (path: string): Route | undefined => {
  const [, token, file] = /^\/pass\/([\w-]{16,128})\/(kernel|initrd)$/.exec(path) ?? []
  return token === undefined ? undefined : { to: 'pass', token, file: file as ImageFile }
}

const agentRoute = (path: string): Route | undefined => {
  const [, call] = /^\/agent\/v1\/(hello|key|log|heartbeat)$/.exec(path) ?? []
  return call === undefined ? undefined : { to: 'agent', call: call as AgentCall }
}

/** Where a machine's script is, as its iPXE is told. */
export const scriptPath = (mac: string): string => `/boot/${mac.replaceAll(':', '-')}/boot.ipxe`

/** A path as it may be shown: whoever reads along must not get a pass from it. */
export const withoutPass = (text: string): string =>
  text.replace(/(\/pass\/|firstlight\.token=)[\w-]+/g, '$1…')
