/**
 * How the nixos-anywhere stand-in hands a store path to a simulated machine. The real one speaks nix-store's
 * protocol; here it is one line of JSON, and the path's content after it.
 */
export interface Packed {
  readonly path: string
  /** How much the copy of it would be: a machine takes its time accordingly. */
  readonly bytes: number
  readonly content: string
}

export const pack = ({ content, ...head }: Packed): string => `${JSON.stringify(head)}\n${content}`

export const unpack = (text: string): Packed | undefined => {
  const end = text.indexOf('\n')
  try {
    const head: unknown = JSON.parse(text.slice(0, end))
    return isHead(head) ? { path: head.path, bytes: head.bytes, content: text.slice(end + 1) } : undefined
  } catch {
    return undefined
  }
}

const isHead = (head: unknown): head is Omit<Packed, 'content'> =>
  typeof head === 'object' &&
  head !== null &&
  'path' in head &&
  typeof head.path === 'string' &&
  'bytes' in head &&
  typeof head.bytes === 'number'
