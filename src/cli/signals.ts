/** Signals as the run understands them: each one says stop, a second one says stop now. */

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export const onSignal = (receive: (signal: string) => void): (() => void) => {
  for (const signal of signals) process.on(signal, receive)
  return () => {
    for (const signal of signals) process.off(signal, receive)
  }
}
