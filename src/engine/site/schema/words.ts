/** The small words every part of the schema is written in. */
import * as z from 'zod'
import {
  absolutePathPattern,
  bootFilePattern,
  domainPattern,
  durationPattern,
  type FormatName,
  fileModePattern,
  filePathPattern,
  isAddress,
  isAddressRange,
  isCidr,
  isHostAddress,
  isIpv4,
  isMac,
  isNetworkText,
  isPortSpec,
  isUrl,
  isWakePassword,
  linkEndPattern,
  macPattern,
  portPattern,
  referencePattern,
  siteNamePattern,
  systemPattern,
  uuidPattern,
} from '../formats.ts'

/** Everything may be left out, or be null as Nix writes "none": what must be there is the checks' to say. */
export const maybe = <T extends z.ZodType>(schema: T) => schema.nullish()

export const named = <T extends z.ZodType>(schema: T) => z.record(z.string(), schema)

export const oneOrMany = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema)])

/** The format's name travels as the error's text, and becomes a fault in `fit.ts`. */
const matching = (error: FormatName, pattern: RegExp) => z.string({ error }).regex(pattern, { error })

const that = (error: FormatName, is: (text: string) => boolean) => z.string({ error }).refine(is, { error })

const whole = (error: FormatName, low: number, high: number) =>
  z.int({ error }).min(low, { error }).max(high, { error })

export const text = z.string()
export const anything = z.record(z.string(), z.unknown())
export const mac = matching('mac', macPattern).refine(isMac, { error: 'mac' })
export const uuid = matching('uuid', uuidPattern)
export const address = that('address', isAddress)
export const addressRange = that('addressRange', isAddressRange)
export const ipv4 = that('ipv4', isIpv4)
export const hostAddress = that('hostAddress', isHostAddress)
export const cidr = that('cidr', isCidr)
export const network = that('network', isNetworkText)
export const vlanId = whole('vlanId', 1, 4094)
export const mtu = whole('mtu', 576, 65535)
export const asn = whole('asn', 1, 4294967295)
export const port = whole('port', 1, 65535)
export const portSpec = matching('portSpec', portPattern).refine(isPortSpec, { error: 'portSpec' })
export const count = whole('count', 1, 1000)
export const seconds = whole('seconds', 1, 86400)
export const retries = whole('retries', 0, 1000)
export const wave = whole('wave', 0, 1000)
export const duration = matching('duration', durationPattern)
export const fileMode = matching('fileMode', fileModePattern)
export const absolutePath = matching('absolutePath', absolutePathPattern)
export const filePath = matching('filePath', filePathPattern)
export const url = that('url', isUrl)
export const bootFile = matching('bootFile', bootFilePattern)
export const flake = matching('flake', referencePattern)
export const installer = matching('installer', referencePattern)
export const system = matching('system', systemPattern)
export const siteName = matching('siteName', siteNamePattern)
export const domain = matching('domain', domainPattern)
export const linkEnd = matching('linkEnd', linkEndPattern)
export const wakePassword = that('wakePassword', isWakePassword)
