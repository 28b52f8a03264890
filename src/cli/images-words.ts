/** The words of `images build`. */
import type { ImageEntry, Provenance } from '../engine/artifacts/manifest.ts'
import type { ImageFact, ImageOutcome, ImagesBuilt } from '../engine/artifacts/terms.ts'
import { megabytes } from '../engine/faults/artifacts.ts'

export const progressText = (fact: Extract<ImageFact, { type: 'evaluating' | 'building' }>): string => {
  if (fact.type === 'evaluating') return `evaluating ${fact.what.join(', ')}`
  const { done, expected, bytes, ofBytes } = fact
  const building = `building ${done}/${expected}`
  return ofBytes > 0 ? `${building}, downloading ${(bytes / 1e6).toFixed(1)}/${megabytes(ofBytes)}` : building
}

/** A table, and where to look for what is not in it. */
export const summaryLines = ({ manifest, images, systems }: ImagesBuilt): readonly string[] => [
  '',
  ...table([['image', 'kernel', 'initrd', 'since the last build'], ...images.map(row)]),
  ...systems.map(({ name, result }) =>
    result.ok ? `system ${name}: ${result.value.toplevel}` : `system ${name}: not built`,
  ),
  '',
  ...images.flatMap(({ name, log, result }) => (result.ok ? [] : [`${name}: its log is ${log}`])),
  `Manifest: ${manifest}`,
]

const row = ({ name, result, before }: ImageOutcome): readonly string[] => {
  if (!result.ok) return [name, 'not built', '', before === undefined ? '' : keptText(before)]
  const { provenance } = result.value
  if (provenance === undefined) return [name]
  const sizes = [megabytes(provenance.kernel.bytes), megabytes(provenance.initrd.bytes)]
  return [name, ...sizes, changeText(provenance, before?.provenance)]
}

const keptText = ({ provenance }: ImageEntry): string =>
  `the earlier one is kept${provenance === undefined ? '' : `, of ${provenance.builtAt.slice(0, 10)}`}`

export const changeText = (now: Provenance, before: Provenance | undefined): string => {
  if (before === undefined) return 'first build'
  if (now.kernel.sha256 === before.kernel.sha256 && now.initrd.sha256 === before.initrd.sha256)
    return 'unchanged'
  const was = before.kernel.bytes + before.initrd.bytes
  const change = now.kernel.bytes + now.initrd.bytes - was
  const sign = change < 0 ? '-' : '+'
  const share = Math.abs((100 * change) / was).toFixed(1)
  return `${sign}${megabytes(Math.abs(change))} (${sign}${share} %)`
}

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(cells => cells[column]?.length ?? 0)))
  return rows.map(([name = '', kernel = '', initrd = '', change = '']) =>
    [name.padEnd(widths[0] ?? 0), kernel.padStart(widths[1] ?? 0), initrd.padStart(widths[2] ?? 0), change]
      .join('  ')
      .trimEnd(),
  )
}
