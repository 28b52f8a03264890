import { describe, expect, it } from 'vitest'
import { virtualMachine } from '../../../src/lab/vm/machine.ts'
import { type HostFacts, missing, programsNeeded, takings } from '../../../src/lab/vm/requirements.ts'

const bios = virtualMachine({ name: 'a', mac: '52:54:00:00:00:01' })
const uefi = virtualMachine({ name: 'b', mac: '52:54:00:00:00:02', firmware: 'uefi' })
const needed = programsNeeded(true)
const plenty: HostFacts = {
  linux: true,
  root: true,
  programs: new Set(needed),
  uefi: { code: 'code', variables: 'variables' },
  memory: 2 ** 40,
  disk: 2 ** 40,
}
const codes = (machines: readonly (typeof bios)[], facts: Partial<HostFacts>) =>
  missing(machines, needed, { ...plenty, ...facts }).map(fault => fault.code)

describe('what the lab needs', () => {
  it('is nothing more where everything is there', () => expect(codes([bios, uefi], {})).toEqual([]))

  it('is said all at once, each with a remedy', () => {
    const faults = missing([bios, uefi], needed, {
      ...{ linux: false, root: false, programs: new Set(), uefi: undefined, memory: 0, disk: 0 },
    })
    expect(faults.map(fault => fault.code)).toEqual([
      ...['lab-needs-linux', 'lab-needs-root'],
      ...needed.map(() => 'lab-program-missing'),
      ...['lab-no-uefi-firmware', 'lab-little-memory', 'lab-little-disk'],
    ])
    for (const fault of faults) expect(fault.remedy).not.toBe('')
  })

  it('is UEFI firmware only where a machine has it', () => {
    expect(codes([bios], { uefi: undefined })).toEqual([])
    expect(codes([bios, uefi], { uefi: undefined })).toEqual(['lab-no-uefi-firmware'])
  })

  it('is dnsmasq only beside a site of its own', () => {
    expect(programsNeeded(false)).not.toContain('dnsmasq')
    expect(programsNeeded(true)).toContain('dnsmasq')
  })

  it("is the guests' memory and what QEMU adds", () => {
    const taken = takings([bios, uefi])
    expect(taken).toEqual({ machines: 2, memory: 2 * 612 * 2 ** 20, disk: 2 ** 31 })
    expect(codes([bios, uefi], { memory: taken.memory - 1 })).toEqual(['lab-little-memory'])
    expect(codes([bios, uefi], { memory: taken.memory })).toEqual([])
  })
})
