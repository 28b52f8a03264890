/** Text that is longer than its room: scrolled, searched, wrapped; a log is followed while one is at its end. */
import { Box } from 'ink'
import { useRef } from 'react'
import type { Handlers } from '../input/desk.ts'
import { useCommands, useKept } from '../shell.ts'
import { findIn, marked, wrapped } from '../view/log.ts'
import { dotted, type Line, span, textOf, widthOf } from '../view/spans.ts'
import { FilterLine, useFilter } from './Filter.tsx'
import { Lines, Spans } from './Spans.tsx'

export interface ReaderProps {
  /** What it remembers its place under. */
  readonly name: string
  readonly lines: readonly Line[]
  readonly width: number
  readonly rows: number
  readonly focused: boolean
  /** New lines come at the end, and are wanted. */
  readonly follows?: boolean
  /** What else is answered while it is read. */
  readonly commands?: Handlers
}

interface Place {
  readonly top: number
  /** At the end, and staying there. */
  readonly following: boolean
}

export const Reader = (props: ReaderProps) => {
  const { name, width, rows, focused, follows = false, commands = {} } = props
  const [place, setPlace] = useKept<Place>(`${name}.place`, { top: 0, following: follows })
  const [wrap, setWrap] = useKept(`${name}.wrap`, false)
  const search = useFilter(`${name}.search`)
  const lines = wrap ? wrapped(props.lines, width) : props.lines
  const room = Math.max(1, rows - 1)
  const highest = Math.max(0, lines.length - room)
  const top = place.following ? highest : Math.min(place.top, highest)

  const latest = useRef({ top, highest })
  latest.current = { top, highest }
  const to = (wanted: number): void => {
    const next = Math.max(0, Math.min(wanted, latest.current.highest))
    latest.current = { ...latest.current, top: next }
    setPlace({ top: next, following: follows && next === latest.current.highest })
  }
  const by = (step: number) => () => to(latest.current.top + step)
  const found = findIn(lines, search.words)
  const next = () => to(found.find(at => at > latest.current.top) ?? found[0] ?? 0)
  const previous = () => to(found.findLast(at => at < latest.current.top) ?? found.at(-1) ?? 0)
  useCommands({
    ...(highest === 0
      ? {}
      : {
          up: by(-1),
          down: by(1),
          'page-up': by(-Math.max(1, room - 1)),
          'page-down': by(Math.max(1, room - 1)),
          first: () => to(0),
          last: () => to(latest.current.highest),
        }),
    ...(found.length === 0 ? {} : { 'next-match': next, 'previous-match': previous }),
    ...(follows ? { follow: () => setPlace({ top, following: !place.following }) } : {}),
    ...(wrap || tooWide(props.lines, width) ? { wrap: () => setWrap(!wrap) } : {}),
    ...search.commands,
    ...commands,
  })

  return (
    <Box flexDirection="column" width={width} height={rows} flexShrink={0} overflow="hidden">
      <Lines lines={lines.slice(top, top + room).map(line => marked(line, search.words))} rows={room} />
      {search.shown ? (
        <FilterLine filter={search} focused={focused} found={`${found.length} found`} />
      ) : (
        <Spans of={footOf(lines.length, top, room, follows && place.following)} />
      )}
    </Box>
  )
}

const tooWide = (lines: readonly Line[], width: number): boolean =>
  lines.some(line => widthOf(textOf(line)) > width)

const footOf = (count: number, top: number, room: number, following: boolean): Line =>
  dotted(
    count > room && span(`${top + 1}–${Math.min(count, top + room)} of ${count}`, 'quiet'),
    following && span('following', 'accent'),
  )
