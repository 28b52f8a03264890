/** One file on its way to one machine: which part, in which slices, and what is told of it on the way. */
import type { BootFile } from '../../journey.ts'
import type { Clock, HttpReply, HttpRequest, Source } from '../../world.ts'
import { type Part, partOf } from './range.ts'
import type { Slices } from './slices.ts'

export interface FileToSend {
  readonly source: Source
  readonly type: string
  /** How much of the file the machine has taken: at the start, now and then, and at its end. */
  readonly progressed: (bytes: number, last: boolean) => void
  /** It could not be read to its end. */
  readonly broke: (reason: string) => void
}

export const fileReply = (request: HttpRequest, file: FileToSend, slices: Slices): HttpReply => {
  const { source, type } = file
  const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store' }
  const part = request.method === 'HEAD' ? undefined : partOf(source.size, rangeIn(request))
  if (part === 'unsatisfiable') return { status: 416, headers: { 'Content-Range': `bytes */${source.size}` } }
  const { start, end } = part ?? { start: 0, end: source.size }
  const length = { 'Content-Length': String(end - start) }
  const body = request.method === 'HEAD' ? {} : { body: sent({ start, end }, file, slices) }
  if (part === undefined) return { status: 200, headers: { ...headers, ...length }, ...body }
  const range = { 'Content-Range': `bytes ${start}-${end - 1}/${source.size}` }
  return { status: 206, headers: { ...headers, ...length, ...range }, ...body }
}

/** `If-Range` asks for the part of a version we have no names for: then all of it is the right answer. */
const rangeIn = ({ headers }: HttpRequest): string | undefined =>
  headers.has('if-range') ? undefined : headers.get('range')

async function* sent({ start, end }: Part, file: FileToSend, slices: Slices): AsyncGenerator<Uint8Array> {
  file.progressed(start, start >= end)
  for (let position = start; position < end; ) {
    const { bytes, release } = await leased(file, slices, position, end - position)
    try {
      yield bytes
    } finally {
      release()
    }
    position += bytes.length
    file.progressed(position, position >= end)
  }
}

const leased = async (file: FileToSend, slices: Slices, position: number, longest: number) => {
  try {
    const lease = await slices.lease(file.source, position, longest)
    if (lease.bytes.length === 0) throw new Error('it became shorter')
    return lease
  } catch (error) {
    file.broke(error instanceof Error ? error.message : String(error))
    throw error
  }
}

export interface Progress {
  readonly file: BootFile
  readonly bytes: number
  readonly total: number
}

/** Facts are kept for ever and drawn at once, so one at the start, one at the end, and four a second in between. */
export const throttled = (
  file: BootFile,
  total: number,
  clock: Clock,
  tell: (progress: Progress) => void,
): FileToSend['progressed'] => {
  let toldAt = Number.NEGATIVE_INFINITY
  return (bytes, last) => {
    const at = clock.now()
    if (at - toldAt < 250 && !last) return
    toldAt = at
    tell({ file, bytes, total })
  }
}
