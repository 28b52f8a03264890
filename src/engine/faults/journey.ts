/** What can go wrong on a machine's way, by phase: cause and remedy. */
import type { Fault } from '../errors.ts'
import type { PhaseName } from '../journey.ts'

export const restartedWhileInstalling = (host: string, phase: PhaseName): Fault => ({
  code: 'restarted-while-installing',
  message: 'the machine started again in the middle of the installation: its disk is half written',
  place: `${host}, ${phase}`,
  remedy: 'Check its power, memory and cooling, then retry: it is installed again from the beginning',
})

export const foreignSystem = (host: string, phase: PhaseName, detail: string): Fault => ({
  code: 'foreign-system',
  message: `a system that is not ours answers there: ${detail}`,
  place: `${host}, ${phase}`,
  remedy: `If it may be replaced, give the word for it: type its name on the screen, or run with --wipe ${host}`,
})

/** What silence means depends on what was awaited. */
export const silence = (host: string, phase: PhaseName, seconds: number): Fault => {
  const [code, awaited, remedy] = silences[phase]
  return { code, message: `${awaited} for ${duration(seconds)}`, place: `${host}, ${phase}`, remedy }
}

const duration = (seconds: number): string =>
  seconds >= 120 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds)} seconds`

const silences: Readonly<Record<PhaseName, readonly [code: string, awaited: string, remedy: string]>> = {
  pending: [
    'never-started',
    'it waited for its turn',
    'Look at the machines it waits for, or raise provision.parallel',
  ],
  checking: [
    'probe-silent',
    'it could not be told whether a system answers there',
    'Check the route to its address, then retry',
  ],
  skipped: ['silent', 'nothing was awaited', 'Retry'],
  waking: [
    'no-wake',
    'it did not ask to boot from the network, though magic packets were sent,',
    'Power it on by hand; check its MAC in the site, Wake-on-LAN and network boot in its firmware, and that it is on this network',
  ],
  offered: [
    'offer-ignored',
    'it was offered a boot program and did not fetch it',
    'Check that an address server answers on this network (else use --dhcp server), that UDP 69 and 4011 pass, and try firmware.offer or firmware.bootFile for this host',
  ],
  fetching: [
    'transfer-stalled',
    'its download of boot files stood still',
    'Check the link and its MTU; try another firmware.bootFile for this host; spanning tree may need a minute',
  ],
  booting: [
    'installer-silent',
    'it took the installer and did not phone home',
    'Look at its console: the installer may have no network driver, no address, or too little memory (4 GB)',
  ],
  phonedHome: [
    'inspection-silent',
    'its disks could not be inspected over SSH',
    'Check that SSH (port 22) to its address passes, then retry',
  ],
  held: [
    'no-word',
    "it waited for the operator's word",
    'Give the word for this machine: type its name on the screen, or run with --wipe and its name',
  ],
  partitioning: [
    'disko-silent',
    'disko said nothing',
    "Look at the machine's log for the device it waits for, then retry",
  ],
  copying: [
    'copy-stalled',
    'no further path was copied',
    'Check the link and the free space on the new file system, then retry',
  ],
  installing: [
    'install-silent',
    'nixos-install said nothing',
    "Look at the machine's log; a boot loader may wait for a device",
  ],
  rebooting: [
    'no-return',
    'it was restarted and did not come back',
    'Look at its console: check the boot order (disk before or after network both work), the boot loader, and its network in the new system',
  ],
  verifying: [
    'verification-silent',
    'the new system could not be verified',
    'Check that SSH to its address passes and that your key is in the system',
  ],
  healthChecking: [
    'health-silent',
    'its services did not become healthy',
    "Look at the failing service's log on the machine",
  ],
  done: ['silent', 'nothing was awaited', 'Retry'],
  failed: ['silent', 'nothing was awaited', 'Retry'],
  aborted: ['silent', 'nothing was awaited', 'Retry'],
}
