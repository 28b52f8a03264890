/** Plans and hosts as small as they can be. */
import { type Host, type Plan, standardPorts } from '../../src/engine/plan.ts'
import { deadlines } from './journeys.ts'

export const host = (name: string, change: Partial<Host> = {}): Host => ({
  name,
  managed: true,
  macs: [`52:54:00:00:00:${name.replace(/\D/g, '').padStart(2, '0')}`],
  uuid: null,
  profile: 'netboot-base',
  installer: 'netboot-base',
  system: name,
  wave: 0,
  after: [],
  firmware: { offer: 'auto', bootFile: null },
  disks: [],
  address: null,
  secrets: [],
  wakePassword: null,
  network: { interfaces: {}, vlans: {}, routes: [], bgp: null },
  ...change,
})

export const plan = (hosts: readonly Host[], change: Partial<Plan> = {}): Plan => ({
  name: 'test',
  domain: 'test.example',
  source: 'site.json',
  root: '/',
  flake: '.',
  provision: {
    interface: null,
    address: null,
    dhcp: { mode: 'proxy' },
    parallel: 8,
    deadlines,
    bootFileUrl: null,
    ports: standardPorts,
  },
  networks: [],
  hosts,
  services: [],
  ...change,
})
