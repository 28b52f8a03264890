/** `--log-format internal-json`: Nix's own progress, as counts. Types and results as in Nix's logging.hh. */
import { plainText } from '../plain-text.ts'

const builds = 104
const copyPath = 100
const fileTransfer = 101
const progressResult = 105

export interface BuildProgress {
  /** True when the counts changed. */
  read(line: string): boolean
  now(): {
    readonly done: number
    readonly expected: number
    readonly bytes: number
    readonly ofBytes: number
  }
  /** What Nix called an error, without colours. */
  errors(): readonly string[]
}

interface NixMessage {
  readonly action?: string
  readonly id?: number
  readonly type?: number
  readonly fields?: readonly unknown[]
  readonly level?: number
  readonly raw_msg?: string
  readonly msg?: string
}

export const createBuildProgress = (): BuildProgress => {
  const kinds = new Map<number, number>()
  const transfers = new Map<number, readonly [done: number, expected: number]>()
  const errors: string[] = []
  let done = 0
  let expected = 0

  const progressed = ({ id = -1, fields = [] }: NixMessage): boolean => {
    const [now, of] = fields.map(Number) as [number, number]
    const kind = kinds.get(id)
    if (kind === builds) {
      done = now
      expected = of
      return true
    }
    if (kind !== copyPath && kind !== fileTransfer) return false
    transfers.set(id, [now, of])
    return true
  }

  return {
    read: line => {
      const message = parse(line)
      if (message?.action === 'start') kinds.set(message.id ?? -1, message.type ?? -1)
      if (message?.action === 'msg' && message.level === 0)
        errors.push(plainText(message.raw_msg ?? message.msg ?? ''))
      return message?.action === 'result' && message.type === progressResult && progressed(message)
    },
    now: () => {
      const all = [...transfers.values()]
      return {
        done,
        expected,
        bytes: all.reduce((sum, [now]) => sum + now, 0),
        ofBytes: all.reduce((sum, [, of]) => sum + of, 0),
      }
    },
    errors: () => errors,
  }
}

const parse = (line: string): NixMessage | undefined => {
  if (!line.startsWith('@nix {')) return undefined
  try {
    return JSON.parse(line.slice(5)) as NixMessage
  } catch {
    return undefined
  }
}
