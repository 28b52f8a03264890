/** The next column to sort by, and the other way round. */
import type { Handlers } from '../input/desk.ts'
import type { Column, Sorting } from '../view/table.ts'

export const nextSorting = <Row>(
  columns: readonly Column<Row>[],
  sorting: Sorting,
  set: (sorting: Sorting) => void,
): Handlers => {
  const keys = ['', ...columns.map(({ key }) => key)]
  const next = keys[(keys.indexOf(sorting.key) + 1) % keys.length] ?? ''
  return {
    sort: () => set({ ...sorting, key: next }),
    reverse: () => set({ ...sorting, reversed: !sorting.reversed }),
  }
}
