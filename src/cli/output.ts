/** Lines to a stream. A reader that went away (`| head`) is no failure: what is left is not said to anybody. */

export const createOutput = (stream: NodeJS.WriteStream): ((line: string) => void) => {
  let gone = false
  stream.on('error', () => {
    gone = true
  })
  return line => {
    if (!gone) stream.write(`${line}\n`)
  }
}
