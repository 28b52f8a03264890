/** Text to a stream. A reader that went away (`| head`) is no failure: what is left is not said to anybody. */

export const createOutput = (stream: NodeJS.WriteStream): ((text: string) => void) => {
  let gone = false
  stream.on('error', () => {
    gone = true
  })
  return text => {
    if (!gone) stream.write(text)
  }
}
