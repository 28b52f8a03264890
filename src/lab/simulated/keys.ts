/** SSH keys of simulated machines; made only when somebody needs one. */
import ssh2 from 'ssh2'

export interface KeyPair {
  /** OpenSSH form. */
  readonly privateKey: string
  readonly publicKey: string
}

/**
 * ssh2 takes leading zero bytes of the public key for padding and cuts them off: one key in 256 comes out
 * malformed, and is made again.
 */
export const makeKeyPair = (comment: string): KeyPair => {
  const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519', { comment })
  return publicHalf(privateKey) === undefined ? makeKeyPair(comment) : { privateKey, publicKey }
}

/** `ssh-ed25519 AAAA…`, without its comment; nothing when it is no private key. */
export const publicHalf = (privateKey: string | Buffer): string | undefined => {
  const key = ssh2.utils.parseKey(privateKey)
  return key instanceof Error ? undefined : `${key.type} ${key.getPublicSSH().toString('base64')}`
}
