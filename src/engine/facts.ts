/**
 * What an agent reports of its machine, checked letter by letter: it comes from the wire, and it decides what is
 * erased. Nothing of it is believed that it could gain by: the address a machine has is the one it speaks from.
 */
import { z } from 'zod'
import type { Guest } from './journey.ts'
import { plainText } from './plain-text.ts'

const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER)
const words = (longest: number) => z.string().transform(text => plainText(text, longest))
const name = words(200)
  .nullable()
  .transform(text => text || null)

const mac = z
  .string()
  .regex(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i)
  .toLowerCase()

/** Type and key only: the comment is whoever made it talking. */
const hostKey = z
  .string()
  .max(4096)
  .regex(/^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+={0,2}( .*)?$/)
  .transform(line => line.split(' ', 2).join(' '))

const contents = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('blank') }),
  z.object({ kind: z.enum(['data', 'unknown']), what: words(300).default('') }),
])

const disk = z.object({
  path: z
    .string()
    .regex(/^\/dev\/[A-Za-z0-9][A-Za-z0-9_.:/-]{0,100}$/)
    .refine(path => !path.includes('..')),
  /** Names under /dev/disk/by-id, the most telling first. */
  ids: z.array(z.string().regex(/^[A-Za-z0-9][\x21-\x2e\x30-\x7e]{0,254}$/)).max(32),
  serial: name,
  model: name,
  bytes: count,
  contents,
})

const facts = z.object({
  bootId: z.string().regex(/^[0-9a-fA-F-]{8,64}$/),
  macs: z.array(mac).min(1).max(64),
  /** Its network cards by the names its kernel gave them; an agent that does not tell is believed all the same. */
  links: z
    .array(z.object({ name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,14}$/), mac }))
    .max(64)
    .default([]),
  addresses: z
    .array(z.string().regex(/^[0-9A-Fa-f.:]{2,45}$/))
    .max(256)
    .default([]),
  ssh: z.object({
    port: z.number().int().min(1).max(65535),
    hostKeys: z.array(hostKey).min(1).max(16),
  }),
  memoryBytes: count,
  cpus: count,
  firmware: z.enum(['bios', 'uefi']),
  disks: z.array(disk).max(256),
})

export type Facts = z.infer<typeof facts>

/** The facts, or where they are wrong: `disks.0.bytes`. Also what `agent.sh facts` prints is read by this. */
export type FactsRead = { readonly facts: Facts } | { readonly wrong: string }

export const readFacts = (text: string): FactsRead => {
  const parsed = facts.safeParse(fromJson(text))
  if (parsed.success) return { facts: parsed.data }
  const [issue] = parsed.error.issues
  return { wrong: plainText(issue?.path.join('.') || 'not a JSON object of facts', 100) }
}

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Seen from outside: `address` is where they came from, never what they claim. */
export const guestAt = (address: string, { ssh, ...facts }: Facts): Guest => ({
  address,
  sshPort: ssh.port,
  hostKeys: ssh.hostKeys,
  bootId: facts.bootId,
  macs: facts.macs,
  links: facts.links,
  memoryBytes: facts.memoryBytes,
  cpus: facts.cpus,
  firmware: facts.firmware,
  disks: facts.disks,
})
