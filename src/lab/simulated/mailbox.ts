/** What arrives waits here until somebody looks; looking ends with a letter, the time, or the power. */
export interface Mailbox<T> {
  put(item: T): void
  next(ms: number): Promise<T | undefined>
}

export const createMailbox = <T>(signal: AbortSignal): Mailbox<T> => {
  const items: T[] = []
  let ring: (() => void) | undefined
  return {
    put: item => {
      items.push(item)
      ring?.()
    },
    next: async ms => {
      if (items.length === 0) await rung(ms, signal, bell => (ring = bell))
      ring = undefined
      return items.shift()
    },
  }
}

const rung = (ms: number, signal: AbortSignal, hang: (bell: () => void) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const leave = (then: () => void) => () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cut)
      then()
    }
    const cut = leave(() => reject(signal.reason))
    const timer = setTimeout(leave(resolve), Math.max(0, ms))
    signal.addEventListener('abort', cut, { once: true })
    hang(leave(resolve))
  })
