/**
 * Bytes as numbers and as text, and text as bytes. Text is made in one piece: put together character by character it
 * is a chain of small things, and a rack's packets have enough of it to keep the garbage collector busier than the
 * answers do.
 */

/** Big-endian, as everything on the wire. */
export const uint16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

export const uint32 = (bytes: Uint8Array, at: number): number =>
  uint16(bytes, at) * 65536 + uint16(bytes, at + 2)

/** One character a byte. */
export const latin1 = (bytes: Uint8Array): string => Reflect.apply(String.fromCharCode, String, bytes)

/** What is not ASCII loses its high bit. */
export const ascii = (text: string): Uint8Array => {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at) & 127
  return bytes
}

/** The two digits of each byte. */
export const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)
