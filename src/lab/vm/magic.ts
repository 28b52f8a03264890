/** What a network card that waits for its owner's call looks for. Pure. */
const repetitions = 16

/** The MAC a magic packet calls: six times ff, then the MAC sixteen times, anywhere in the datagram. */
export const calledMac = (bytes: Uint8Array): string | undefined => {
  const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = packet.indexOf(Buffer.alloc(6, 0xff))
  if (start < 0) return undefined
  const mac = packet.subarray(start + 6, start + 12)
  const rest = packet.subarray(start + 6, start + 6 + 6 * repetitions)
  const whole = Buffer.concat(Array.from({ length: repetitions }, () => mac))
  return mac.length === 6 && rest.equals(whole)
    ? (mac.toString('hex').match(/../g)?.join(':') ?? undefined)
    : undefined
}
