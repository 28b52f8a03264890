/**
 * KVM or emulation. A machine that is itself virtual may offer a KVM that breaks in firmware (real mode, option
 * ROMs), so a promise is not enough: the firmware is started once and must show its first line.
 */
import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { execa } from 'execa'
import type { FirmwareKind } from './machine.ts'
import type { Acceleration } from './qemu.ts'

export interface Choice {
  readonly acceleration: Acceleration
  /** One clause, for the preflight: `emulated: this machine is itself virtual`. */
  readonly reason: string
}

export interface AccelerationFacts {
  /** /dev/kvm can be opened. */
  readonly device: boolean
  /** This host runs under a hypervisor itself. */
  readonly virtual: boolean
}

export const readAccelerationFacts = async (): Promise<AccelerationFacts> => ({
  device: await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  ),
  virtual: /^flags.*\bhypervisor\b/m.test(await readFile('/proc/cpuinfo', 'utf8').catch(() => '')),
})

export const chooseAcceleration = async (
  facts: AccelerationFacts,
  firmware: FirmwareKind,
  starts: (firmware: FirmwareKind, acceleration: Acceleration) => Promise<boolean>,
): Promise<Choice> => {
  if (!facts.device) return { acceleration: 'tcg', reason: 'emulated: /dev/kvm cannot be opened' }
  if (facts.virtual)
    return {
      acceleration: 'tcg',
      reason: 'emulated: this machine is itself virtual, where KVM may break firmware',
    }
  return (await starts(firmware, 'kvm'))
    ? { acceleration: 'kvm', reason: 'KVM' }
    : { acceleration: 'tcg', reason: `emulated: ${firmware} firmware does not start under KVM here` }
}

/** What each prints once it has got through its own hard parts; iPXE's ROM is the hardest of BIOS. */
const signsOfLife: Record<FirmwareKind, RegExp> = { bios: /iPXE/, uefi: /BdsDxe|UEFI/ }

/** Starts a machine with nothing to boot from, for as long as it takes to show its firmware. */
export const firmwareStarts =
  (uefiCode: string | undefined, patience = 15_000) =>
  async (firmware: FirmwareKind, acceleration: Acceleration): Promise<boolean> => {
    const child = execa('qemu-system-x86_64', probeArguments(firmware, acceleration, uefiCode ?? ''), {
      reject: false,
      buffer: false,
      stdin: 'ignore',
      timeout: patience,
      killSignal: 'SIGKILL',
    })
    let shown = ''
    child.stdout.on('data', (bytes: Uint8Array) => {
      shown += Buffer.from(bytes).toString('latin1')
      if (signsOfLife[firmware].test(shown)) child.kill('SIGKILL')
    })
    await child
    return signsOfLife[firmware].test(shown)
  }

const probeArguments = (
  firmware: FirmwareKind,
  acceleration: Acceleration,
  uefiCode: string,
): readonly string[] => [
  ...['-accel', acceleration, '-cpu', acceleration === 'kvm' ? 'host' : 'max', '-m', '256M'],
  ...['-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio', '-monitor', 'none'],
  ...['-netdev', 'hubport,id=net0,hubid=0', '-device', 'virtio-net-pci,netdev=net0,bootindex=1'],
  ...(firmware === 'bios'
    ? ['-machine', 'q35,graphics=off']
    : ['-machine', 'q35', '-drive', `if=pflash,unit=0,format=raw,readonly=on,file=${uefiCode}`]),
]
