/** Serial consoles of rehearsed machines: whoever started us in their network tells us their lines. */

export interface ConsoleLine {
  readonly host: string
  readonly line: string
}

export const onConsole = (receive: (host: string, line: string) => void): void => {
  if (process.channel === undefined) return
  process.on('message', message => {
    if (isConsoleLine(message)) receive(message.host, message.line)
  })
  // Its end is no reason to end, and its being there none to go on.
  process.channel.unref()
}

const isConsoleLine = (value: unknown): value is ConsoleLine =>
  typeof value === 'object' &&
  value !== null &&
  'host' in value &&
  'line' in value &&
  typeof value.host === 'string' &&
  typeof value.line === 'string'
