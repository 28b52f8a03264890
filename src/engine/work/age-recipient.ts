/**
 * To whom sops and age encrypt what only this machine shall read: its SSH host key, in age's own form, as ssh-to-age
 * makes it. An Ed25519 key becomes the X25519 key of the same secret; nothing but the public half is needed.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { bech32 } from '@scure/base'

const kind = 'ssh-ed25519'

/** Of a line `ssh-ed25519 AAAA…`; nothing for any other kind of key. */
export const ageRecipient = (publicKey: string): string | undefined => {
  const [type, blob = ''] = publicKey.trim().split(' ')
  const bytes = new Uint8Array(Buffer.from(blob, 'base64'))
  // Two lengths and the kind's name stand before the key's 32 bytes.
  if (type !== kind || bytes.length !== 4 + kind.length + 4 + 32) return undefined
  const key = bytes.subarray(-32)
  return bech32.encodeFromBytes('age', ed25519.utils.toMontgomery(key))
}
