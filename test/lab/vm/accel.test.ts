import { describe, expect, it } from 'vitest'
import { chooseAcceleration } from '../../../src/lab/vm/accel.ts'

const never = async (): Promise<boolean> => {
  throw new Error('nothing should be started')
}

describe('KVM or emulation', () => {
  it('is emulation without /dev/kvm, or under another hypervisor, and starts nothing to find out', async () => {
    const none = await chooseAcceleration({ device: false, virtual: false }, 'bios', never)
    const nested = await chooseAcceleration({ device: true, virtual: true }, 'uefi', never)
    expect([none.acceleration, nested.acceleration]).toEqual(['tcg', 'tcg'])
    expect(nested.reason).toContain('itself virtual')
  })

  it('is what the firmware really starts under', async () => {
    const facts = { device: true, virtual: false }
    expect((await chooseAcceleration(facts, 'bios', async () => true)).acceleration).toBe('kvm')
    const broken = await chooseAcceleration(facts, 'uefi', async () => false)
    expect(broken).toEqual({
      acceleration: 'tcg',
      reason: 'emulated: uefi firmware does not start under KVM here',
    })
  })
})
