/** The last bytes of a stream, as text: what came before is let go of as it grows. */
export interface Tail {
  add(chunk: Buffer): void
  text(): string
}

export const keepLast = (limit: number): Tail => {
  let chunks: Buffer[] = []
  let size = 0
  const shorten = () => {
    chunks = [Buffer.concat(chunks).subarray(-limit)]
    size = chunks[0]?.length ?? 0
  }
  return {
    add: chunk => {
      chunks.push(chunk)
      size += chunk.length
      if (size > 2 * limit) shorten()
    },
    text: () => Buffer.concat(chunks).subarray(-limit).toString('utf8'),
  }
}
