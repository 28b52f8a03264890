/** All wording: what each state and event is called, wherever it is shown. */

import { describeDisk, type Fault, type Journey, type RunEvent } from '../../engine/index.ts'
import { counted } from './format.ts'

/** What a machine is doing, in a few words. */
export const describePhase = ({ phase }: Journey): string => {
  switch (phase.name) {
    case 'pending':
      return 'waits for its turn'
    case 'checking':
      return 'looking whether a system answers'
    case 'skipped':
      return phase.why
    case 'waking':
      return phase.packets === 0 ? 'waking it' : `waking it: ${counted(phase.packets, 'magic packet')} sent`
    case 'offered':
      return `offered a boot program (${phase.firmware})`
    case 'fetching':
      return `fetching the ${bootFiles[phase.file]}`
    case 'booting':
      return 'booting the installer'
    case 'phonedHome':
      return phase.awaitsBuild
        ? 'installer phoned home; its system is still being built'
        : 'installer phoned home; looking at its disks'
    case 'held':
      return phase.fault.message
    case 'partitioning':
      return `erasing ${phase.erases.map(describeDisk).join(', ')}`
    case 'copying':
      return 'copying the system'
    case 'installing':
      return 'installing'
    case 'rebooting':
      return phase.away ? 'gone; waiting for its return' : 'restarting'
    case 'verifying':
      return `back at ${phase.address}; verifying`
    case 'healthChecking':
      return 'verified; waiting for its services'
    case 'done':
      return `installed and verified: ${phase.system}`
    case 'failed':
      return describeFault(phase.fault)
    case 'aborted':
      return `aborted; its disk is ${diskStates[phase.disk]}`
    default:
      return phase satisfies never
  }
}

const bootFiles = {
  firmware: 'boot program',
  script: 'boot script',
  kernel: 'kernel',
  initrd: 'initrd',
} as const

export const diskStates = {
  untouched: 'untouched',
  halfWritten: 'half written',
  installed: 'installed',
} as const

export const describeFault = ({ code, message, remedy }: Fault): string => `${message} [${code}]. ${remedy}`

/** A run's own event as one line, or nothing when it is not worth one. */
export const describeRunEvent = (event: RunEvent): string | undefined => {
  switch (event.type) {
    case 'runStarted':
      return `${event.site}: ${event.hosts.length} machines`
    case 'joined':
      return event.hosts
        .map(({ name, macs }) => `${name} (${macs.join(', ')}) takes part from here on`)
        .join('; ')
    case 'serving':
      return `serving ${event.mode === 'proxy' ? 'beside the address server' : 'addresses too'} on ${event.sockets.join(', ')}`
    case 'building':
      return undefined
    case 'built':
      return `built ${event.what}`
    case 'buildFailed':
      return `build of ${event.what} failed: ${describeFault(event.fault)}`
    case 'discovered':
      return `unknown machine ${event.mac} (${event.firmware}) asks to boot`
    case 'warned':
      return `warning: ${event.fault.place}: ${describeFault(event.fault)}`
    case 'stopping':
      return `stopping: ${event.why}`
    case 'settled':
      return [
        `${event.installed} installed, ${event.skipped} skipped, ${event.failed} failed, ${event.aborted} aborted`,
        `in ${event.seconds} s`,
        event.journal === null ? '' : `(journal: ${event.journal})`,
      ]
        .join(' ')
        .trim()
    default:
      return undefined
  }
}
