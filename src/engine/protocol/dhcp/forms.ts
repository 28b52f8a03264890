/**
 * How the boot data is put. No single form satisfies all firmware:
 * - `option43`: PXE's own way of saying "no discovery, fetch the file": BIOS ROMs and iPXE follow it. Some UEFI
 *   firmware ignores a proxy that says so, or shows a menu.
 * - `plain`: no option 43. UEFI takes it for a boot server and asks again on port 4011; the most widely
 *   accepted form there (Pixiecore's finding, the same in our captures).
 * - `direct`: what an ordinary address server says (`next-server`, `filename`), once more as options 66 and 67.
 */
import { formatIpv4 } from '../address.ts'
import { ascii } from '../bytes.ts'
import { option, pxe } from './codes.ts'
import type { Option, Options } from './packet.ts'
import type { BootRequest } from './request.ts'

export type OfferForm = 'auto' | 'plain' | 'option43' | 'direct'

interface Form {
  /** Names itself `PXEClient` (60). */
  readonly vendorClass: boolean
  /** Option 43 with "skip discovery". */
  readonly skipsDiscovery: boolean
  /** Options 66 and 67, equal to the header fields. */
  readonly repeats: boolean
}

const plain: Form = { vendorClass: true, skipsDiscovery: false, repeats: false }
const option43: Form = { vendorClass: true, skipsDiscovery: true, repeats: false }
const ordinary: Form = { vendorClass: false, skipsDiscovery: false, repeats: false }

/** A proxy is only heard when it names itself: without an address, an offer is nothing else. */
const formOf = (request: BootRequest, form: OfferForm, givesAddress: boolean): Form => {
  if (form === 'plain') return plain
  if (form === 'option43') return option43
  if (form === 'direct') return { vendorClass: !givesAddress, skipsDiscovery: false, repeats: true }
  if (givesAddress) return ordinary
  return request.firmware === 'bios' || request.stage === 'ipxe' ? option43 : plain
}

export interface BootData {
  readonly request: BootRequest
  readonly form: OfferForm
  readonly givesAddress: boolean
  readonly server: number
  readonly file: string
  /** Type and layer of the boot item that was asked for on 4011 (43.71); it must come back. */
  readonly bootItem: Uint8Array | undefined
}

export const bootOptions = (data: BootData): Options => {
  const form = formOf(data.request, data.form, data.givesAddress)
  const kind = kindOf(data, form)
  return form.repeats
    ? [...kind, [option.bootServer, ascii(formatIpv4(data.server))], [option.bootFile, ascii(data.file)]]
    : kind
}

/** What it says of itself: mostly one of a few groups that never change. */
const kindOf = ({ request, bootItem }: BootData, form: Form): Options => {
  if (request.transport === 'http') return httpClient
  const named = form.vendorClass ? pxeClient : nothing
  if (bootItem !== undefined) return [withBootItem(form, bootItem), ...named]
  if (!form.skipsDiscovery) return named
  return form.vendorClass ? pxeClientWithoutDiscovery : withoutDiscovery
}

const discoveryControl = [pxe.discoveryControl, 1, 8]

const nothing: Options = []
const httpClient: Options = [[option.vendorClass, ascii('HTTPClient')]]
const pxeClient: Options = [[option.vendorClass, ascii('PXEClient')]]
const withoutDiscovery: Options = [[option.vendorOptions, Uint8Array.of(...discoveryControl, pxe.end)]]
const pxeClientWithoutDiscovery: Options = [...withoutDiscovery, ...pxeClient]

const withBootItem = ({ skipsDiscovery }: Form, item: Uint8Array): Option => [
  option.vendorOptions,
  Uint8Array.of(
    ...(skipsDiscovery ? discoveryControl : []),
    ...[pxe.bootItem, item.length, ...item],
    pxe.end,
  ),
]
