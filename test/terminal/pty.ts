/** A device for one test, closed at its end. */
import { onTestFinished } from 'vitest'
import { type Device, type DeviceOptions, openDevice } from './device.ts'

export type Pty = Device

export const openPty = async (options: DeviceOptions): Promise<Pty> => {
  const device = await openDevice(options)
  onTestFinished(device.close)
  return device
}
