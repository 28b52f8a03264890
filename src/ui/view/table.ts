/** Tables that fit: columns give up room, then their place, in the order they can be spared. */
import type { Meaning } from '../theme.ts'
import { cell, type Line, span, widthOf } from './spans.ts'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  text(row: Row): string
  is?(row: Row): Meaning | undefined
  /** It gives way down to this; what it needs at most is measured. */
  readonly narrowest?: number
  readonly widest?: number
  /** The lowest goes first when there is no room; undefined: it stays. */
  readonly spare?: number
  readonly side?: 'left' | 'right'
  /** For sorting; the text unless said. */
  order?(row: Row): number | string
}

export interface Fitted<Row> {
  readonly column: Column<Row>
  readonly width: number
}

const gap = 2

export const fitColumns = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly Fitted<Row>[] => {
  const natural = columns.map(column => ({ column, width: naturalWidth(column, rows) }))
  return squeeze(dropUntilFits(natural, width), width)
}

const naturalWidth = <Row>(column: Column<Row>, rows: readonly Row[]): number => {
  const widest = rows.reduce((most, row) => Math.max(most, widthOf(column.text(row))), column.title.length)
  return Math.min(widest, column.widest ?? 60)
}

const least = <Row>({ column, width }: Fitted<Row>): number =>
  Math.min(width, Math.max(column.title.length, column.narrowest ?? width))

const total = (widths: readonly number[]): number =>
  widths.reduce((sum, width) => sum + width, 0) + gap * Math.max(0, widths.length - 1)

const dropUntilFits = <Row>(fitted: readonly Fitted<Row>[], width: number): readonly Fitted<Row>[] => {
  if (total(fitted.map(least)) <= width) return fitted
  const spares = fitted.flatMap(({ column }) => (column.spare === undefined ? [] : [column.spare]))
  if (spares.length === 0) return fitted
  const first = Math.min(...spares)
  return dropUntilFits(
    fitted.filter(({ column }) => column.spare !== first),
    width,
  )
}

/** The columns that can give way do, the last ones first. */
const squeeze = <Row>(fitted: readonly Fitted<Row>[], width: number): readonly Fitted<Row>[] => {
  let over = total(fitted.map(({ width }) => width)) - width
  return fitted
    .toReversed()
    .map(each => {
      const give = Math.max(0, Math.min(over, each.width - least(each)))
      over -= give
      return { ...each, width: each.width - give }
    })
    .toReversed()
}

export const tableLine = <Row>(fitted: readonly Fitted<Row>[], row: Row): Line =>
  fitted.flatMap(({ column, width }, index) => [
    ...(index > 0 ? [span(' '.repeat(gap))] : []),
    span(cell(column.text(row), width, column.side), column.is?.(row)),
  ])

export interface Sorting {
  readonly key: string
  readonly reversed: boolean
}

/** The sorted column has a sign behind its title, in the gap where the title takes all the room. */
export const headerLine = <Row>(fitted: readonly Fitted<Row>[], sorting: Sorting | null = null): Line => {
  const sign = sorting?.reversed ? '^' : 'v'
  return fitted.flatMap(({ column, width }, index) => {
    const between = index === fitted.length - 1 ? 0 : gap
    const sorted = sorting?.key === column.key
    const title = sorted && column.title.length < width ? `${column.title}${sign}` : column.title
    const after =
      sorted && title === column.title ? sign.padEnd(between).slice(0, between) : ' '.repeat(between)
    return [span(cell(title, width, column.side) + after, sorted ? 'accent' : 'quiet')]
  })
}

/** Stable: equals stay as the site has them. */
export const sortRows = <Row>(
  rows: readonly Row[],
  column: Column<Row> | undefined,
  reversed: boolean,
): readonly Row[] => {
  if (column === undefined) return reversed ? rows.toReversed() : rows
  const order = column.order ?? column.text
  const sorted = rows.toSorted((one, other) => compare(order(one), order(other)))
  return reversed ? sorted.toReversed() : sorted
}

const collator = new Intl.Collator('en', { numeric: true })

const compare = (one: number | string, other: number | string): number =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : collator.compare(String(one), String(other))
