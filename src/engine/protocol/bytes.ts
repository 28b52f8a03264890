/**
 * Bytes as text and text as bytes. Text is made in one piece: put together character by character it is a chain of
 * small things, and a rack's packets have enough of it to keep the garbage collector busier than the answers do.
 */

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
