/** SSH keys of simulated machines; made only when somebody needs one. */
import ssh2 from 'ssh2'

export interface KeyPair {
  /** OpenSSH form. */
  readonly privateKey: string
  readonly publicKey: string
}

export const makeKeyPair = (comment: string): KeyPair => {
  const { private: privateKey, public: publicKey } = ssh2.utils.generateKeyPairSync('ed25519', { comment })
  return { privateKey, publicKey }
}

/** `ssh-ed25519 AAAA…`, without its comment; nothing when it is no private key. */
export const publicHalf = (privateKey: string | Buffer): string | undefined => {
  const key = ssh2.utils.parseKey(privateKey)
  return key instanceof Error ? undefined : `${key.type} ${key.getPublicSSH().toString('base64')}`
}
