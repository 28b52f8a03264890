/** The age recipient of a host key: checked against the key itself, by another way through another library. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bech32 } from '@scure/base'
import { expect, onTestFinished, test } from 'vitest'
import { hostKey } from '../../src/cli/host-key.ts'
import { ageRecipient } from '../../src/engine/work/age-recipient.ts'
import { contextIn } from '../journeys/context.ts'

const desk = () => {
  const folder = mkdtempSync(join(tmpdir(), 'host-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return contextIn(folder)
}

/** The public key of the X25519 secret that an Ed25519 seed stands for (RFC 8032, RFC 7748), by OpenSSL. */
const x25519Of = (openSsh: string): Buffer => {
  const bytes = Buffer.from(openSsh.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  // The seed stands before the second copy of the public key: 64 bytes, length first.
  const at = bytes.indexOf(Buffer.from([0, 0, 0, 64]), bytes.indexOf('ssh-ed25519', 80))
  const scalar = createHash('sha512')
    .update(bytes.subarray(at + 4, at + 36))
    .digest()
    .subarray(0, 32)
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), scalar])
  const secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32)
}

test('a key is made once, private, and its recipient opens with the key itself', async () => {
  const context = desk()
  expect(await hostKey(['node1'], {}, context)).toBe(0)
  const file = join(context.cwd, 'secrets/node1/ssh_host_ed25519_key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const recipient = context.said.join('\n').match(/age1\w+/)?.[0] ?? ''
  const { prefix, bytes } = bech32.decodeToBytes(recipient)
  expect(prefix).toBe('age')
  expect(Buffer.from(bytes)).toEqual(x25519Of(readFileSync(file, 'utf8')))
  expect(context.said.join('\n')).toContain('to = "/etc/ssh/ssh_host_ed25519_key"')

  const before = readFileSync(file, 'utf8')
  expect(await hostKey(['node1'], { json: true }, context)).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(JSON.parse(context.said.at(-1) ?? '')).toMatchObject({ host: 'node1', made: false, recipient })
})

test('what is no key is said, and left as it is', async () => {
  const context = desk()
  await context.world.files.write(`${context.cwd}/secrets/node2/ssh_host_ed25519_key`, 'not a key')
  expect(await hostKey(['node2'], {}, context)).toBe(3)
  expect(context.complained.join()).toContain('no-ssh-key')
  expect(existsSync(`${context.cwd}/secrets/node2/ssh_host_ed25519_key.pub`)).toBe(false)
})

test('only keys of the kind that age can use have a recipient', () => {
  expect(ageRecipient('ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB')).toBeUndefined()
  expect(ageRecipient('ssh-ed25519 AAAA')).toBeUndefined()
})
