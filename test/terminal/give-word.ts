/** The operator's word in a confirmation, typed as a person would: looking before each key. */
import type { Device } from './device.ts'

/**
 * A key that comes before the last change was all the way on the screen is ignored, by design: whoever sees that
 * nothing happened presses it again.
 */
export const giveWord = async (device: Device, word: string, verb: string): Promise<void> => {
  await device.see(`Type ${word} to ${verb}`)
  await pressUntil(device, () => device.screen().includes('(Tab goes here)') === false)
  device.press(word)
  await device.see('✓')
  await pressUntil(device, () => device.screen().includes(`❯ ${verb}`))
  device.press('Enter')
}

const pressUntil = async (device: Device, reached: () => boolean): Promise<void> => {
  do {
    device.press('Tab')
    await changeOrMoment(device)
  } while (!reached())
}

const moment = 500

const changeOrMoment = ({ emulator }: Device): Promise<void> =>
  new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      watching.dispose()
      resolve()
    }
    const timer = setTimeout(done, moment)
    const watching = emulator.terminal.onWriteParsed(() => {
      if (!emulator.terminal.modes.synchronizedOutputMode) done()
    })
  })
