/** Bytes in, lines out: split at \n, \r\n or a lone \r (progress bars), UTF-8 whole, bounded in length. */
import { StringDecoder } from 'node:string_decoder'

export interface Lines {
  add(chunk: Buffer): void
  /** The last line may lack its end. */
  end(): void
}

export const splitLines = (line: (line: string) => void, longest: number): Lines => {
  const decoder = new StringDecoder('utf8')
  let open = ''
  const take = (text: string): void => {
    const parts = (open + text).split(/\r\n|\n|\r(?!\n|$)/)
    open = (parts.pop() ?? '').slice(0, longest)
    for (const part of parts) line(part.slice(0, longest))
  }
  return {
    add: chunk => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end())
      if (open !== '') line(open.replace(/\r$/, ''))
      open = ''
    },
  }
}
