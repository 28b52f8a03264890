/** What can go wrong on the way to a first machine. */
import type { Fault } from '../errors.ts'

export const guideLeft = (host: string): Fault => ({
  code: 'guide-left',
  message: `${host} waited for a site that was never written`,
  place: `${host}, guide`,
  remedy: 'Set it up again, or write the site by hand (firstlight init) and run it',
})

export const notAMac = (text: string): Fault => ({
  code: 'not-a-mac',
  message: `"${text}" is no MAC address`,
  place: 'machine',
  remedy:
    'Six pairs of hexadecimal digits, like 52:54:00:12:34:56: on a label, in the firmware, in the switch',
})

export const takenAlready = (what: string, host: string): Fault => ({
  code: 'taken-already',
  message: what === host ? `there is a machine called ${host} already` : `${what} is ${host} already`,
  place: 'machine',
  remedy: 'Choose another',
})

export const noWire = (): Fault => ({
  code: 'no-wire',
  message: 'this host has no network card with an IPv4 address: machines could not reach it',
  place: 'network',
  remedy: 'Plug it in and give it an address (ip address add 10.0.0.2/24 dev eth0), then look again',
})

export const changedMeanwhile = (path: string): Fault => ({
  code: 'changed-meanwhile',
  message: 'it was changed since it was written here, and is not written over',
  place: path,
  remedy: 'Keep your change: leave with q, add the machine to the site by hand, and firstlight run',
})
