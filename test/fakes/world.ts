/** Files and processes in memory, to the contract of `src/engine/world.ts`. Clock, network and SSH have fakes of their own. */
import { createHash } from 'node:crypto'
import { type Fault, fail, type Result, succeed } from '../../src/engine/errors.ts'
import type { Files, Processes, ProcessOptions, ProcessResult } from '../../src/engine/world.ts'

export interface FakeFiles extends Files {
  /** What is there, by tidy path. */
  readonly contents: ReadonlyMap<string, Uint8Array>
}

const tidy = (path: string): string => {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return (path.startsWith('/') ? '/' : '') + parts.join('/')
}

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

const trouble = (place: string, message: string, code = 'file-missing'): { ok: false; fault: Fault } =>
  fail({ code, message, place, remedy: 'Check the path' })

export const fakeFiles = (initial: Readonly<Record<string, string | Uint8Array>> = {}): FakeFiles => {
  const contents = new Map(Object.entries(initial).map(([path, content]) => [tidy(path), bytesOf(content)]))
  let folders = 0

  const inside = (folder: string): string[] => {
    const prefix = tidy(folder) === '' ? '' : `${tidy(folder).replace(/\/$/, '')}/`
    return [...contents.keys()].filter(path => path.startsWith(prefix)).map(path => path.slice(prefix.length))
  }

  const readBytes = async (path: string, limit: number): Promise<Result<Uint8Array>> => {
    const bytes = contents.get(tidy(path))
    if (bytes === undefined) return trouble(path, 'there is no such file')
    return bytes.length > limit
      ? trouble(path, `it is larger than ${limit} bytes`, 'file-too-large')
      : succeed(bytes)
  }

  const write = async (path: string, content: string | Uint8Array): Promise<Result<void>> => {
    contents.set(tidy(path), bytesOf(content))
    return succeed(undefined)
  }

  return {
    contents,
    readBytes,
    readText: async (path, limit) => {
      const bytes = await readBytes(path, limit)
      return bytes.ok ? succeed(new TextDecoder().decode(bytes.value)) : bytes
    },
    open: async path => {
      const bytes = await readBytes(path, Number.POSITIVE_INFINITY)
      if (!bytes.ok) return bytes
      const read = (position: number, length: number) => bytes.value.subarray(position, position + length)
      return succeed({ size: bytes.value.length, read, close: async () => {} })
    },
    list: async folder => {
      const names = new Set(inside(folder).map(path => path.replace(/\/.*$/, '')))
      const isThere = names.size > 0 && !contents.has(tidy(folder))
      return isThere ? succeed([...names].sort()) : trouble(folder, 'there is no such folder')
    },
    exists: async path => contents.has(tidy(path)) || inside(path).length > 0,
    free: async () => 100 * 1024 ** 3,
    digest: async path => {
      const bytes = await readBytes(path, Number.POSITIVE_INFINITY)
      return bytes.ok ? succeed(createHash('sha256').update(bytes.value).digest('hex')) : bytes
    },
    write,
    writePrivate: write,
    privateFolder: async prefix => {
      const path = `/private/${prefix}${folders++}`
      const remove = async () => {
        for (const file of inside(path)) contents.delete(`${path}/${file}`)
      }
      return succeed({ path, remove })
    },
    adoptFolder: async path =>
      inside(path).length === 0
        ? trouble(path, 'there is no such folder')
        : succeed({
            path,
            remove: async () => {
              for (const file of inside(path)) contents.delete(`${path}/${file}`)
            },
          }),
    makeFolder: async () => succeed(undefined),
    copy: async (from, to) => {
      const file = contents.get(tidy(from))
      const tree = inside(from).map(path => [`${to}/${path}`, `${from}/${path}`] as const)
      const pairs = file === undefined ? tree : [[to, from] as const]
      if (pairs.length === 0) return trouble(from, 'there is no such file')
      for (const [target, source] of pairs)
        contents.set(tidy(target), contents.get(tidy(source)) ?? bytesOf(''))
      return succeed(undefined)
    },
    appender: path => {
      const append = (line: string) => {
        const before = new TextDecoder().decode(contents.get(tidy(path)) ?? bytesOf(''))
        contents.set(tidy(path), bytesOf(`${before}${line}\n`))
        return succeed(undefined)
      }
      return succeed({ append, close: () => {} })
    },
  }
}

export interface FakeProcesses extends Processes {
  /** What was started, in order. */
  readonly started: readonly ProcessOptions[]
}

export type FakeProgram = (options: ProcessOptions) => Partial<ProcessResult>

/** Programs by name; a name that is not there is not on PATH. */
export const fakeProcesses = (programs: Readonly<Record<string, FakeProgram>> = {}): FakeProcesses => {
  const started: ProcessOptions[] = []
  return {
    started,
    find: async program => (Object.hasOwn(programs, program) ? `/bin/${program}` : undefined),
    run: async options => {
      started.push(options)
      const program = Object.hasOwn(programs, options.command[0]) ? programs[options.command[0]] : undefined
      if (program === undefined)
        return { ended: 'notStarted', exitCode: undefined, stdout: '', stderr: '', reason: 'not found' }
      if (options.signal?.aborted) return { ended: 'aborted', exitCode: undefined, stdout: '', stderr: '' }
      const result: ProcessResult = {
        ended: 'exited',
        exitCode: 0,
        stdout: '',
        stderr: '',
        ...program(options),
      }
      for (const stream of ['stdout', 'stderr'] as const)
        for (const line of result[stream].split('\n').filter(Boolean)) options.line?.(line, stream)
      return result
    },
  }
}
