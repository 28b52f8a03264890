/** The forms a text or number in a site may have: how it is recognised, named in a message, and set right. */
import { isNetwork, parseAddress, parseSubnet } from './address.ts'

export interface Format {
  readonly code: string
  /** `"zz" is not …` */
  readonly what: string
  readonly remedy: string
  /** Never shown, not even when it is wrong. */
  readonly secret?: true
}

export type FormatName = keyof typeof formats

export const formats = {
  mac: {
    code: 'bad-mac',
    what: 'a MAC address',
    remedy: 'Write six pairs of hex digits, like bc:24:11:d0:28:34',
  },
  uuid: {
    code: 'bad-uuid',
    what: 'a UUID',
    remedy: 'Write it as the firmware prints it, like 4c4c4544-0032-3010-8051-b4c04f4d3732',
  },
  address: {
    code: 'bad-address',
    what: 'an IP address',
    remedy: 'Write it like 10.0.0.11 or fd00::11',
  },
  addressRange: {
    code: 'bad-range',
    what: 'a range of addresses',
    remedy: 'Write it like 10.0.0.100-10.0.0.199',
  },
  ipv4: { code: 'bad-router-id', what: 'an IPv4 address', remedy: 'Write it like 10.0.0.11' },
  hostAddress: {
    code: 'bad-address',
    what: 'an IP address, with or without a prefix length',
    remedy: 'Write it like 10.0.0.11 or 10.0.0.11/24',
  },
  cidr: {
    code: 'bad-interface-address',
    what: 'an address with its prefix length',
    remedy: 'Write it like 10.0.0.11/24',
  },
  network: {
    code: 'bad-network',
    what: 'a network with its prefix length',
    remedy: 'Write it like 10.0.0.0/24: what the prefix does not cover is zero',
  },
  vlanId: { code: 'bad-vlan-id', what: 'a VLAN id', remedy: 'Use a whole number from 1 to 4094' },
  mtu: { code: 'bad-mtu', what: 'an MTU', remedy: 'Use a whole number from 576 to 65535' },
  asn: { code: 'bad-asn', what: 'an AS number', remedy: 'Use a whole number from 1 to 4294967295' },
  port: { code: 'bad-port', what: 'a port', remedy: 'Use a whole number from 1 to 65535' },
  portSpec: { code: 'bad-port', what: 'a port', remedy: 'Write it like 8080 or "53/udp"' },
  count: { code: 'bad-count', what: 'a count', remedy: 'Use a whole number from 1 to 1000' },
  seconds: {
    code: 'bad-seconds',
    what: 'a number of seconds',
    remedy: 'Use a whole number from 1 to 86400',
  },
  retries: { code: 'bad-retries', what: 'a number of retries', remedy: 'Use a whole number from 0 to 1000' },
  wave: {
    code: 'bad-wave',
    what: 'a wave',
    remedy: 'Use a whole number from 0 to 1000; lower ones go first',
  },
  duration: {
    code: 'bad-duration',
    what: 'a duration',
    remedy: 'Write a number and its unit, like "90s", "10m" or "1h"',
  },
  fileMode: { code: 'bad-mode', what: 'a file mode', remedy: 'Write it in octal and in quotes, like "0600"' },
  absolutePath: { code: 'bad-path', what: 'an absolute path', remedy: 'Begin it with "/"' },
  filePath: { code: 'bad-path', what: 'the path of a file', remedy: 'Write it in one line, and not empty' },
  url: { code: 'bad-url', what: 'an HTTP address', remedy: 'Write it like http://10.0.0.2/boot' },
  bootFile: {
    code: 'bad-boot-file',
    what: 'the name of a boot program',
    remedy: 'Write a file name without a folder, like snponly.efi',
  },
  flake: {
    code: 'bad-flake',
    what: 'a flake',
    remedy: 'Write "." or a folder beginning with "./", or a flake reference like github:owner/name',
  },
  installer: {
    code: 'bad-installer',
    what: 'an installer',
    remedy: 'Write a built-in name like netboot-base, or an output like .#nixosConfigurations.installer',
  },
  system: {
    code: 'bad-system',
    what: "the name of a flake's system",
    remedy: 'Write the name as it stands in nixosConfigurations: letters, digits, "-", "_" and "."',
  },
  domain: { code: 'bad-domain', what: 'a domain name', remedy: 'Write it like rack1.example' },
  siteName: {
    code: 'bad-name',
    what: 'a name for a site',
    remedy: 'Use letters, digits, ".", "-" and "_", at most 63',
  },
  linkEnd: { code: 'bad-link-end', what: 'an end of a link', remedy: 'Write it like node1.eno2' },
  wakePassword: {
    code: 'bad-wake-password',
    what: 'a SecureOn password',
    remedy: 'Write six pairs of hex digits like a MAC address, or four bytes like an IPv4 address',
    secret: true,
  },
  schemaVersion: {
    code: 'bad-schema-version',
    what: 'a version of the site file this firstlight reads',
    remedy: 'Write 1, or use the firstlight the file was written for',
  },
} as const satisfies Record<string, Format>

/** They also go into the JSON Schema, which has no flags: upper and lower case are both written out. */
export const macPattern = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2}){4}$/
export const uuidPattern = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/
export const durationPattern = /^[1-9]\d{0,8}(?:ms|s|m|h)$/
export const fileModePattern = /^0?[0-7]{3}$/
export const portPattern = /^[1-9]\d{0,4}\/(?:tcp|udp)$/
export const absolutePathPattern = /^\/[^\p{Cc}]*$/u
export const filePathPattern = /^[^\p{Cc}]+$/u
export const bootFilePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/
/** Nothing that Nix's command line would take for an option, and no blanks. */
export const referencePattern = /^[^-\s\p{Cc}][^\s\p{Cc}]*$/u
export const systemPattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/
export const siteNamePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/
export const domainPattern =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/
export const linkEndPattern = /^[A-Za-z0-9_-]+\.[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/

/** No machine sends from a group address or from nothing. */
export const isMac = (text: string): boolean =>
  macPattern.test(text) && Number.parseInt(text.slice(0, 2), 16) % 2 === 0 && /[1-9a-f]/i.test(text)

export const isPortSpec = (text: string): boolean =>
  portPattern.test(text) && Number.parseInt(text, 10) < 65536
export const isAddress = (text: string): boolean => parseAddress(text) !== undefined
export const isAddressRange = (text: string): boolean => {
  const ends = text.split('-')
  return ends.length === 2 && ends.every(isAddress)
}
export const isIpv4 = (text: string): boolean => parseAddress(text)?.family === 4
export const isCidr = (text: string): boolean => parseSubnet(text) !== undefined
export const isHostAddress = (text: string): boolean => isAddress(text) || isCidr(text)
export const isUrl = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text)
export const isWakePassword = (text: string): boolean => macPattern.test(text) || isIpv4(text)

export const isNetworkText = (text: string): boolean => {
  const subnet = parseSubnet(text)
  return subnet !== undefined && isNetwork(subnet)
}
