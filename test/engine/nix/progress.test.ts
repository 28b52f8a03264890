/** Two builds as Nix itself told them: two paths fetched from a cache, five derivations built. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMessage } from '../../../src/engine/nix/messages.ts'
import { type Counts, createBuildProgress } from '../../../src/engine/nix/progress.ts'
import { nameOf, transcriptOf } from '../../../src/engine/nix/transcript.ts'

const recorded = (version: string): string =>
  readFileSync(join(import.meta.dirname, 'internal-json', `nix-${version}.txt`), 'utf8')

const countsOf = (text: string): Counts[] => {
  const progress = createBuildProgress()
  return text.split('\n').flatMap(line => {
    const message = readMessage(line)
    return message && progress.read(message) ? [progress.now()] : []
  })
}

const versions = ['2.26', '2.34'] as const

describe.each(versions)('progress of nix %s', version => {
  const counts = countsOf(recorded(version))

  it('bytes only grow, up to what was expected', () => {
    const bytes = counts.map(({ bytes }) => bytes)
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b))
    expect(counts.at(-1)).toMatchObject({ bytes: 12_583_888, ofBytes: 12_583_888 })
  })

  it('knows how much there is to fetch before it has begun', () => {
    expect(counts.find(({ ofBytes }) => ofBytes === 12_583_888)?.bytes).toBe(0)
  })

  it('questions to the cache are no downloads', () => {
    expect(counts.filter(({ bytes }) => bytes > 0 && bytes < 1024)).toEqual([])
  })

  it('counts what is built, never more than there is', () => {
    expect(counts.every(({ done, expected }) => done <= expected)).toBe(true)
    expect(Math.max(...counts.map(({ done }) => done))).toBeGreaterThan(2)
  })
})

it('ends with everything built', () => {
  expect(countsOf(recorded('2.26')).at(-1)).toMatchObject({ done: 5, expected: 5 })
})

it('counts copies where nothing is downloaded', () => {
  const said = [
    { action: 'start', id: 1, type: 100, fields: ['/nix/store/x', 'ssh://cache', 'local'] },
    { action: 'result', id: 1, type: 105, fields: [40, 100, 0, 0] },
  ]
  expect(countsOf(said.map(message => `@nix ${JSON.stringify(message)}`).join('\n')).at(-1)).toEqual({
    ...{ done: 0, expected: 0 },
    ...{ bytes: 40, ofBytes: 100 },
  })
})

it.each(versions)('the log of each build of nix %s is its own', version => {
  const transcript = transcriptOf(recorded(version))
  expect(transcript.builds().map(nameOf)).toContain('step-0')
  for (const derivation of transcript.builds())
    for (const line of transcript.linesOf(derivation)) expect(line).not.toContain('@nix')
  expect(transcript.failures()).toEqual([])
  expect(transcript.complaints()).toEqual([])
})

it.each(['@nix {"action":', '@nix {}', '@nix null', '@nix {"action":"result","type":105}', ''])(
  '%j is no harm',
  line => {
    const progress = createBuildProgress()
    const message = readMessage(line)
    if (message) progress.read(message)
    expect(progress.now()).toEqual({ done: 0, expected: 0, bytes: 0, ofBytes: 0 })
    expect(transcriptOf(line).failures()).toEqual([])
  },
)
