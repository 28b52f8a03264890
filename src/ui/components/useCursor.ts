/** Where the operator is in a list: on a thing, not on a line, so that it stays there when the order changes. */
import { useRef, useState } from 'react'
import type { Handlers } from '../input/desk.ts'
import { useShell } from '../shell.ts'
import { windowAt } from '../view/layout.ts'

interface Spot {
  readonly key: string | undefined
  readonly at: number
}

export interface Cursor {
  readonly at: number
  readonly key: string | undefined
  /** The first line of the window the cursor is in. */
  readonly top: number
  readonly commands: Handlers
  moveTo(key: string): void
}

/** `keys` are those of the list, in their order; `rows` are drawn at a time. */
export const useCursor = (name: string, keys: readonly string[], rows: number): Cursor => {
  const { memory } = useShell()
  const [, redraw] = useState(0)
  const latest = useRef(keys)
  latest.current = keys
  const at = placeOf(memory.get(name) as Spot | undefined, keys)
  const top = useRef(0)
  top.current = windowAt(top.current, at, keys.length, Math.max(1, rows))

  const put = (next: number): void => {
    const within = Math.max(0, Math.min(next, latest.current.length - 1))
    memory.set(name, { key: latest.current[within], at: within } satisfies Spot)
    redraw(count => count + 1)
  }
  /** Counted from what is remembered, not from what was drawn: two keys may come between two drawings. */
  const by = (steps: number) => () =>
    put(placeOf(memory.get(name) as Spot | undefined, latest.current) + steps)
  const commands: Handlers =
    keys.length === 0
      ? {}
      : {
          up: by(-1),
          down: by(1),
          'page-up': by(-Math.max(1, rows - 1)),
          'page-down': by(Math.max(1, rows - 1)),
          first: () => put(0),
          last: () => put(latest.current.length - 1),
        }
  return {
    at,
    key: keys[at],
    top: top.current,
    commands,
    moveTo: key => put(latest.current.indexOf(key)),
  }
}

/** What it was on; if that is gone, what stands there now. */
const placeOf = (spot: Spot | undefined, keys: readonly string[]): number => {
  if (spot === undefined || keys.length === 0) return 0
  const found = spot.key === undefined ? -1 : keys.indexOf(spot.key)
  return found >= 0 ? found : Math.min(spot.at, keys.length - 1)
}
