/** Which boot program a machine is sent to, and under which name: every name says whose machine it is. */
import { dashed } from '../mac.ts'
import type { BootRequest, Firmware } from './request.ts'

const programs: Readonly<Partial<Record<Firmware, string>>> = {
  bios: 'undionly.kpxe',
  x64: 'snponly.efi',
  arm64: 'snponly-arm64.efi',
}

/** The header field holds 128 bytes, the last one a zero. */
const longestName = 127

export type BootFile =
  | { readonly ok: true; readonly name: string }
  | { readonly ok: false; readonly why: string }

/** `override` is a host's own choice of program, or a whole URL. */
export const bootFileFor = (request: BootRequest, url: string, override: string | null): BootFile => {
  const name = nameFor(request, url, override)
  if (name === undefined)
    return { ok: false, why: `there is no boot program for ${request.firmware} firmware` }
  if (override !== null && !/^[!-~]+$/.test(name)) {
    return { ok: false, why: 'its boot file has characters that no firmware takes' }
  }
  if (name.length > longestName) {
    return { ok: false, why: `the name of its boot file is longer than ${longestName} bytes` }
  }
  return { ok: true, name }
}

/** iPXE and UEFI HTTP boot want absolute URLs with an address literal, TFTP a path. */
const nameFor = (request: BootRequest, url: string, override: string | null): string | undefined => {
  const own = dashed(request.mac)
  if (request.stage === 'ipxe') return `${url}/boot/${own}/boot.ipxe`
  if (override?.includes('://')) return override
  const program = override ?? programs[request.firmware]
  if (program === undefined) return undefined
  return request.transport === 'http' ? `${url}/boot/${own}/${program}` : `${own}/${program}`
}
