/**
 * The magic packet, through `node-wol`. It is trusted with the packet's bytes only: it takes any 17
 * characters for a MAC, knows no SecureOn password, and never closes the sockets it opens; so validation is
 * `protocol/wol`'s, and sending is our socket's.
 */
import wol from 'node-wol'

export const magicPacket = (mac: string, password: Uint8Array | null): Uint8Array => {
  const packet = wol.createMagicPacket(mac)
  return password === null ? packet : Buffer.concat([packet, password])
}
