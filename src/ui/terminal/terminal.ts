/** The terminal as the screen uses it: taken over, written to by the way, and given back as it was. */
import type { Capabilities } from './capabilities.ts'
import * as say from './sequences.ts'

export interface Terminal {
  enter(): void
  /** Gives it back; however often it is called, and whatever went wrong before. */
  leave(): void
  clear(): void
  title(text: string): void
  /** The operator is wanted: the bell, and a message where the terminal shows them. */
  call(text: string): void
  progress(percent: number | null, wrong: boolean): void
  /** What became of it, in words. */
  copy(text: string): string
  /** It is gone: nothing is written to it any more. */
  lost(): void
}

export interface TerminalOptions {
  /** Must have written when it returns: the process may end right after. */
  write(text: string): void
  readonly capabilities: Capabilities
  /** Lines for a screen reader, on the screen as it is. */
  readonly linear: boolean
}

export const createTerminal = ({ write, capabilities, linear }: TerminalOptions): Terminal => {
  let inside = false
  let gone = false
  let shown = ''
  const put = (text: string): void => {
    if (!gone) write(text)
  }
  const progress = (percent: number | null, wrong: boolean): void => {
    const text = say.progress(percent, wrong)
    if (!capabilities.progress || text === shown) return
    shown = text
    put(text)
  }

  return {
    enter: () => {
      if (!inside) put(linear ? say.enterLines : say.enterScreen)
      inside = true
    },
    leave: () => {
      if (!inside) return
      progress(null, false)
      put(linear ? say.leaveLines : say.leaveScreen)
      inside = false
    },
    clear: () => put(say.clearScreen),
    title: text => {
      if (capabilities.title) put(say.title(text))
    },
    call: text => {
      put(say.bell)
      if (capabilities.notify === '9') put(say.notifyBy9(text))
      if (capabilities.notify === '777') put(say.notifyBy777(text))
    },
    progress,
    copy: text => {
      const sequence = say.copy(text)
      if (sequence === undefined)
        return `${text.length} characters are more than a terminal's clipboard takes: save it instead (W)`
      put(sequence)
      const count = `${text.length} characters sent to the terminal's clipboard`
      return capabilities.tmux ? `${count} (tmux takes them with: set -s set-clipboard on)` : count
    },
    lost: () => {
      gone = true
    },
  }
}
