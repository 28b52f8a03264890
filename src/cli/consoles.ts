/** Serial consoles of rehearsed machines: whoever started us in their network tells us their lines. */
import { z } from 'zod'

const said = z.object({ host: z.string(), line: z.string() })

export type ConsoleLine = z.infer<typeof said>

export const onConsole = (receive: (host: string, line: string) => void): void => {
  if (process.channel === undefined) return
  process.on('message', message => {
    const read = said.safeParse(message)
    if (read.success) receive(read.data.host, read.data.line)
  })
  // Its end is no reason to end, and its being there none to go on.
  process.channel.unref()
}
