/** How machines share the room there is: panes that flow into columns, or rows when panes would not all fit. */

/** From roomy to tight; the panes of those that want somebody give way last. */
const heights = [
  { attention: 7, calm: 6 },
  { attention: 6, calm: 5 },
  { attention: 7, calm: 4 },
  { attention: 6, calm: 4 },
  { attention: 5, calm: 4 },
] as const
type Heights = (typeof heights)[number]

const narrowest = 38
const widest = 76

export interface Band {
  /** Places in the list of machines. */
  readonly from: number
  readonly to: number
  readonly height: number
  readonly columns: number
}

export type Layout =
  | { readonly form: 'panes'; readonly bands: readonly Band[]; readonly height: number }
  | { readonly form: 'rows' }

export interface Room {
  readonly columns: number
  readonly rows: number
}

/** `attention` machines stand first, in wider and taller panes. */
export const layoutOf = (
  attention: number,
  all: number,
  room: Room,
  wish: 'panes' | 'rows' | null = null,
): Layout => {
  const most = Math.max(1, Math.floor(room.columns / narrowest))
  const least = Math.min(most, Math.max(1, Math.ceil(room.columns / widest)))
  const counts = Array.from({ length: most - least + 1 }, (_, index) => least + index)
  const tries = heights.flatMap(height => counts.map(count => flow(attention, all, count, height, room)))
  const fitting = tries.find(({ height }) => height <= room.rows)
  if (wish === 'rows' || (wish === null && fitting === undefined)) return { form: 'rows' }
  return fitting ?? flow(attention, all, most, heights[0], room)
}

const flow = (attention: number, all: number, columns: number, tall: Heights, room: Room) => {
  const wide = Math.max(1, Math.min(columns, Math.floor(room.columns / 78)))
  const bands = [
    ...bandsOf(0, attention, wide, tall.attention),
    ...bandsOf(attention, all, columns, tall.calm),
  ]
  return { form: 'panes' as const, bands, height: bands.reduce((sum, { height }) => sum + height, 0) }
}

const bandsOf = (from: number, to: number, columns: number, height: number): readonly Band[] =>
  Array.from({ length: Math.ceil((to - from) / columns) }, (_, index) => ({
    from: from + index * columns,
    to: Math.min(to, from + (index + 1) * columns),
    height,
    columns,
  }))

/** Widths that add up to the whole. */
export const widthsOf = (columns: number, width: number): readonly number[] =>
  Array.from(
    { length: columns },
    (_, index) => Math.floor((width * (index + 1)) / columns) - Math.floor((width * index) / columns),
  )

/** The bands that are drawn: all that fit, with the one the cursor is in among them. */
export const visibleBands = (bands: readonly Band[], at: number, rows: number): readonly Band[] => {
  const current = Math.max(
    0,
    bands.findIndex(({ from, to }) => at >= from && at < to),
  )
  let first = current
  let height = bands[current]?.height ?? 0
  while (first > 0 && height + (bands[first - 1]?.height ?? 0) <= rows) {
    first -= 1
    height += bands[first]?.height ?? 0
  }
  let last = current
  while (last + 1 < bands.length && height + (bands[last + 1]?.height ?? 0) <= rows) {
    last += 1
    height += bands[last]?.height ?? 0
  }
  return bands.slice(first, last + 1)
}

/** Where a window of `rows` lines begins so that the cursor is in it; it moves no more than it must. */
export const windowAt = (top: number, at: number, count: number, rows: number): number => {
  const highest = Math.max(0, count - rows)
  const lowered = Math.min(Math.max(top, at - rows + 1), at)
  return Math.max(0, Math.min(lowered, highest))
}
