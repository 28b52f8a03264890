/** The SecureOn password some network cards want after the magic packet: 4 or 6 bytes. */

const quad = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/
const six = /^[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}$/i

/** `192.168.1.1` is four bytes, `aa:bb:cc:dd:ee:ff` six; nothing when it is neither. */
export const parsePassword = (text: string): Uint8Array | undefined => {
  if (quad.test(text)) return Uint8Array.from(text.split('.'), Number)
  if (!six.test(text)) return undefined
  return Uint8Array.from(text.split(/[:-]/), byte => Number.parseInt(byte, 16))
}
