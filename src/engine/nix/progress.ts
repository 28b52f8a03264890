/** How far a build is, counted as Nix's own progress bar counts. */
import { activities, type NixMessage, results } from './messages.ts'

export interface Counts {
  /** Derivations built, of those to build. */
  readonly done: number
  readonly expected: number
  /** Bytes fetched, of those to fetch. */
  readonly bytes: number
  readonly ofBytes: number
}

export interface BuildProgress {
  /** True when the counts may have changed. */
  read(message: NixMessage): boolean
  now(): Counts
}

export const createBuildProgress = (): BuildProgress => {
  const kinds = new Map<number, number>()
  const downloads = createTally()
  const copies = createTally()
  let builds: readonly [done: number, expected: number] = [0, 0]

  const progressed = (id: number, [now, of]: readonly number[]): boolean => {
    const kind = kinds.get(id)
    if (kind === activities.builds) builds = [now ?? 0, of ?? 0]
    else if (kind === activities.fileTransfer) downloads.moved(id, now ?? 0, of ?? 0)
    else if (kind === activities.copyPath) copies.moved(id, now ?? 0, of ?? 0)
    else return false
    return true
  }

  const expects = (id: number, [kind, of]: readonly number[]): boolean => {
    if (kind === activities.fileTransfer) downloads.expects(id, of ?? 0)
    else if (kind === activities.copyPath) copies.expects(id, of ?? 0)
    else return false
    return true
  }

  return {
    read: message => {
      const { action, id = -1, type = -1, fields = [] } = message
      if (action === 'start' && !isQuestion(message)) kinds.set(id, type)
      if (action === 'stop') return downloads.ended(id) || copies.ended(id)
      if (action !== 'result') return false
      if (type === results.progress) return progressed(id, fields.map(Number))
      return type === results.expected && expects(id, fields.map(Number))
    },
    now: () => {
      const [bytes, ofBytes] = (downloads.total()[1] > 0 ? downloads : copies).total()
      return { done: builds[0], expected: builds[1], bytes, ofBytes }
    },
  }
}

/** Asking a cache what it has is no download worth showing. */
const isQuestion = ({ type, fields }: NixMessage): boolean =>
  type === activities.fileTransfer && /\/nix-cache-info$|\.narinfo$/.test(String(fields?.[0]))

/** Bytes by activity. What is expected is told ahead for all, and for each once it has begun: the larger counts. */
const createTally = () => {
  const moved = new Map<number, readonly [now: number, of: number]>()
  const expected = new Map<number, number>()
  return {
    moved: (id: number, now: number, of: number) => void moved.set(id, [now, of]),
    /** Nix leaves out the last piece. */
    ended: (id: number): boolean => {
      const [, of] = moved.get(id) ?? []
      if (of !== undefined) moved.set(id, [of, of])
      return of !== undefined
    },
    expects: (id: number, of: number) => void expected.set(id, of),
    total: (): readonly [now: number, of: number] => {
      const begun = [...moved.values()]
      const of = Math.max(sum(begun.map(([, of]) => of)), sum([...expected.values()]))
      return [sum(begun.map(([now]) => now)), of]
    },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
