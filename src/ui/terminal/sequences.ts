/** What is said to a terminal besides text. Pure strings; what goes into one is made plain first. */
import { plainText } from '../../engine/index.ts'

const esc = '\u001b'
const csi = `${esc}[`
const osc = (text: string): string => `${esc}]${text}${esc}\\`

export const enterScreen = [
  `${csi}22;2t`, // remembers the title
  `${csi}?1049h`, // the alternate screen
  `${csi}2J${csi}H`,
  `${csi}?25l`, // no cursor
  `${csi}?2004h`, // pastes are marked as such
].join('')

/** Everything as it was; harmless where it already is, but for the screen, which is left once. */
export const leaveScreen = [
  `${csi}?2026l`, // a frame that was cut off holds nothing back
  `${csi}0m`,
  `${csi}?2004l`,
  `${csi}?25h`,
  `${csi}?1049l`,
  `${csi}23;2t`,
].join('')

/** Pastes are marked in the screen reader's mode too, which leaves the terminal's screen as it is. */
export const enterLines = `${csi}?2004h`
export const leaveLines = `${csi}0m${csi}?2004l${csi}?25h\r\n`

export const clearScreen = `${csi}0m${csi}2J${csi}H`
export const bell = '\u0007'

/** What the terminal's background is: the reply comes among the keys. */
export const askBackground = osc('11;?')

export const title = (text: string): string => osc(`2;${plainText(text, 100)}`)

export const notifyBy9 = (text: string): string => osc(`9;${plainText(text, 200)}`)
export const notifyBy777 = (text: string): string =>
  osc(`777;notify;firstlight;${plainText(text, 200).replaceAll(';', ',')}`)

/** Null: no progress to show. */
export const progress = (percent: number | null, wrong: boolean): string =>
  osc(percent === null ? '9;4;0' : `9;4;${wrong ? 2 : 1};${Math.round(percent)}`)

/** More than this many characters, xterm and others drop without a word. */
export const longestCopy = 74_994

/** Undefined when it is more than terminals take. */
export const copy = (text: string): string | undefined => {
  const encoded = Buffer.from(text, 'utf8').toString('base64')
  return encoded.length > longestCopy ? undefined : osc(`52;c;${encoded}`)
}
