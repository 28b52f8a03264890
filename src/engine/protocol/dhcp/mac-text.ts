/**
 * Six bytes of a packet as the text of a MAC. It is the key to all that is known of a machine, and text made anew is
 * hashed and compared anew wherever it is one: so the text of a machine that was heard before is given out again.
 */
import { hex, uint16, uint32 } from '../bytes.ts'

/** The machines of a rack differ in their last bytes: few of them share a place, and who comes last has it. */
const places = 4096

const heads = new Uint16Array(places)
const tails = new Uint32Array(places)
const texts: string[] = Array.from({ length: places }, () => '')

export const macAt = (bytes: Uint8Array, at: number): string => {
  const head = uint16(bytes, at)
  const tail = uint32(bytes, at + 2)
  const place = (tail ^ (tail >>> 12)) & (places - 1)
  if (heads[place] !== head || tails[place] !== tail || texts[place] === '') {
    heads[place] = head
    tails[place] = tail
    texts[place] = textAt(bytes, at)
  }
  return texts[place] as string
}

const textAt = (bytes: Uint8Array, at: number): string => {
  let mac = hex[bytes[at] as number] as string
  for (let i = at + 1; i < at + 6; i++) mac += `:${hex[bytes[i] as number]}`
  return mac
}
