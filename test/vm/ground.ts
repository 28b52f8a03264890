/** What the tests of real machines share: a lab, its netboot, SSH into it, and a stopwatch. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { inject } from 'vitest'
import { type Lab, type LabMachine, type LabOptions, up } from '../../src/lab/vm/lab.ts'
import type { VirtualMachine } from '../../src/lab/vm/machine.ts'
import { findUefi } from '../../src/lab/vm/requirements.ts'
import { type Netboot, serveNetboot } from './netboot.ts'

export interface Ground {
  readonly lab: Lab
  readonly netboot: Netboot
  readonly folder: string
  machine(name: string): LabMachine
  address(name: string): string
  clear(): Promise<void>
}

export const operatorKey = (): string => join(inject('cache'), 'operator')

/** Always emulated: what runs in CI is what runs here, whatever the host promises. */
export const openLab = async (
  machines: readonly VirtualMachine[],
  options: Partial<LabOptions> = {},
): Promise<Lab> => {
  const uefi = await findUefi(process.env)
  const lab = await up(machines, {
    ...{ address: '10.77.0.1/24', acceleration: { bios: 'tcg', uefi: 'tcg' } },
    ...(uefi && { uefi }),
    logs: join(inject('cache'), 'logs'),
    ...options,
  })
  if (!lab.ok) throw new Error(lab.fault.message)
  return lab.value
}

export const openGround = async (
  machines: readonly VirtualMachine[],
  siteOptions: readonly string[] = [],
): Promise<Ground> => {
  const address = (name: string) => `10.77.0.${101 + machines.findIndex(each => each.name === name)}`
  const reservations = machines.map(({ mac, name }) => ({ mac, address: address(name) }))
  const site = {
    address: '10.77.0.2/24',
    address6: 'fd77::2/64',
    reservations,
    options: siteOptions,
  } as const
  const lab = await openLab(machines, { site })
  const folder = await mkdtemp(join(tmpdir(), 'firstlight-netboot-'))
  const ipxe = join(inject('cache'), 'debian/usr/lib/ipxe')
  const netboot = await serveNetboot(lab, inject('images'), ipxe, join(folder, 'http'))
  const machine = (name: string): LabMachine => {
    const found = lab.machines.get(name)
    if (!found) throw new Error(`no machine ${name}`)
    return found
  }
  const clear = async () => {
    await lab.down()
    await rm(folder, { recursive: true })
  }
  return { lab, netboot, folder, machine, address, clear }
}

/** The call that a machine which is off waits for, sent as any program would send it. */
export const wake = async (lab: Lab, mac: string): Promise<void> => {
  const program = fileURLToPath(new URL('./wake.ts', import.meta.url))
  const [command, ...args] = lab.inside([process.execPath, program, lab.bridge.broadcast, mac])
  await execa(command, args)
}

/** `hostKey`: the only one accepted; without it any is, as for an installer nobody knows yet. */
export const ssh = async (lab: Lab, address: string, command: string, hostKeys?: string): Promise<string> => {
  const trust = hostKeys
    ? ['-oStrictHostKeyChecking=yes', `-oUserKnownHostsFile=${hostKeys}`]
    : ['-oStrictHostKeyChecking=no', '-oUserKnownHostsFile=/dev/null']
  const quiet = ['-oBatchMode=yes', '-oLogLevel=ERROR', '-oConnectTimeout=30', '-F/dev/null']
  const login = ['-i', operatorKey(), '-oIdentitiesOnly=yes', `root@${address}`, command]
  const [program, ...args] = lab.inside(['ssh', ...trust, ...quiet, ...login])
  return (await execa(program, args, { stdin: 'ignore', timeout: 90_000 })).stdout
}

export const ready = (machine: LabMachine, seconds: number, from = 0): Promise<string> =>
  machine.console.until(/mini: ready /, { from, signal: AbortSignal.timeout(seconds * 1000) })

export const stopwatch = (): (() => string) => {
  const start = performance.now()
  return () => `${((performance.now() - start) / 1000).toFixed(1)} s`
}
