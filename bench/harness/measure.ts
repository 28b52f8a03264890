/** Interleaved rounds and medians: whatever else this machine does falls on everybody alike. */

/** Figures of one round, by name; a median of rounds has the same shape. */
export type Sample = Readonly<Record<string, number>>

export const interleave = async <Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<Sample>>>,
): Promise<Readonly<Record<Name, Sample>>> => {
  const names = Object.keys(contenders) as Name[]
  const samples = new Map<Name, Sample[]>(names.map(name => [name, []]))
  for (let round = 0; round < rounds; round++) {
    // Who begins takes turns: the first of a round meets the coldest caches.
    const order = round % 2 === 0 ? names : names.toReversed()
    for (const name of order) samples.get(name)?.push(await contenders[name]())
  }
  return Object.fromEntries(names.map(name => [name, medians(samples.get(name) ?? [])])) as Record<
    Name,
    Sample
  >
}

export const repeat = async (rounds: number, once: () => Promise<Sample>): Promise<Sample> =>
  (await interleave(rounds, { once })).once

const medians = (samples: readonly Sample[]): Sample =>
  Object.fromEntries(
    Object.keys(samples[0] ?? {}).map(key => [key, median(samples.map(sample => sample[key] ?? Number.NaN))]),
  )

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
