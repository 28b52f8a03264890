/**
 * Negotiation (RFC 2347–2349, 7440): only what was asked for is acknowledged, nothing is raised above the
 * asked, and a value that makes no sense is passed over as if it had not been asked.
 */
import type { TftpOptions } from './packet.ts'

export interface Terms {
  readonly size: number
  readonly blockSize: number
  /** Blocks sent ahead of an acknowledgement. */
  readonly window: number
  /** Milliseconds before the first retransmission, when the client named them. */
  readonly timeout: number | null
  /** What the option acknowledgement says; empty: none is sent. */
  readonly granted: TftpOptions
}

/** Many ROMs cannot put fragments together: a block and its headers must fit one packet. */
export const largestBlock = (mtu: number, ipv6: boolean): number => Math.min(mtu, 1500) - (ipv6 ? 52 : 32)

/** Ahead of an acknowledgement we send at most what fits a socket's usual receive buffer. */
const widestWindow = 64

export const negotiate = (asked: TftpOptions, size: number, blockLimit: number): Terms => {
  const blockSize = capped(asked.get('blksize'), 8, 65_464, blockLimit)
  const window = capped(asked.get('windowsize'), 1, 65_535, widestWindow)
  const seconds = capped(asked.get('timeout'), 1, 255, 255)
  const answers = new Map([
    ['blksize', blockSize],
    ['windowsize', window],
    ['timeout', seconds],
    ['tsize', size],
  ])
  const granted = new Map<string, string>()
  for (const name of asked.keys()) {
    const value = answers.get(name)
    if (value !== undefined) granted.set(name, String(value))
  }
  return {
    size,
    blockSize: blockSize ?? 512,
    window: window ?? 1,
    timeout: seconds === undefined ? null : seconds * 1000,
    granted,
  }
}

/** Nothing when it was not asked, is no number, or lies outside what the option allows. */
const capped = (text: string | undefined, least: number, most: number, limit: number): number | undefined => {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return undefined
  const value = Number(text)
  return value < least || value > most ? undefined : Math.min(value, limit)
}
