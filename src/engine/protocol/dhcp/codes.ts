/** The numbers of RFC 2131, 2132, 3046, 4578 and iPXE that the program itself reads or writes. */

export const option = {
  pad: 0,
  netmask: 1,
  router: 3,
  dns: 6,
  hostName: 12,
  domain: 15,
  mtu: 26,
  broadcast: 28,
  vendorOptions: 43,
  requestedAddress: 50,
  leaseTime: 51,
  overload: 52,
  message: 53,
  server: 54,
  reason: 56,
  renewal: 58,
  rebinding: 59,
  vendorClass: 60,
  bootServer: 66,
  bootFile: 67,
  userClass: 77,
  relayAgent: 82,
  arch: 93,
  uuid: 97,
  ipxe: 175,
  end: 255,
} as const

/** Option 53, by number. */
export const messages = [
  'none',
  'discover',
  'offer',
  'request',
  'decline',
  'ack',
  'nak',
  'release',
  'inform',
] as const

export type Message = (typeof messages)[number]

/** Inside option 43, when it is a PXE one. */
export const pxe = { discoveryControl: 6, bootItem: 71, end: 255 } as const

/** Inside option 175. */
export const ipxe = { priority: 1, http: 19, noProxy: 176 } as const
