/** The first thing anybody sees: the site found here, whether a run could start, and the ways on. */
import { Box } from 'ink'
import { useState } from 'react'
import { Field } from '../components/Field.tsx'
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import { Lines } from '../components/Spans.tsx'
import { Tone } from '../components/Tone.tsx'
import { useCursor } from '../components/useCursor.ts'
import { lineOf } from '../input/edit.ts'
import type { StartProps } from '../screen.ts'
import { useCommands } from '../shell.ts'
import { findingLines, preflightHeadline, sortFindings } from '../view/preflight.ts'
import { bold, cell, type Line, span } from '../view/spans.ts'
import { type Door, type DoorWords, doorsOf, isWrong, siteLines } from '../view/start.ts'

export const Start = (props: StartProps) => {
  const [inside, setInside] = useState<'doors' | 'open'>('doors')
  const leave = () => setInside('doors')
  return <Doors {...props} typing={inside === 'open'} enter={setInside} leave={leave} />
}

interface DoorsProps extends StartProps {
  readonly typing: boolean
  enter(inside: 'open'): void
  leave(): void
}

const Doors = (props: DoorsProps) => {
  const { site, size, focused, typing, theme, open } = props
  const doors = doorsOf(site)
  // Another site is another beginning.
  const cursor = useCursor(
    `start.door.${site.state}`,
    doors.map(({ door }) => door),
    doors.length,
  )
  // A page up or down is for the findings above: doors are few.
  const { up, down } = cursor.commands
  const through = ways(props)
  const door = doors[cursor.at]?.door
  useCommands(
    { up, down, ...(door === undefined ? {} : { open: through[door] }), browse: through.open },
    'screen',
    { active: !typing },
  )
  const width = size.columns - 4
  const foot = doors.length + (typing ? 1 : 0) + 2
  const upper = size.rows - foot
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Found {...props} width={width} rows={upper} />
      <Pane title="From here" width={size.columns} height={foot} selected>
        {typing ? <SourceField {...{ open, focused }} leave={props.leave} /> : null}
        <Lines
          lines={doors.map((each, index) =>
            doorLine(each, !typing && index === cursor.at, theme.glyphs.pointer),
          )}
          rows={doors.length}
        />
      </Pane>
    </Box>
  )
}

const ways = ({ go, demo, first, enter }: DoorsProps): Readonly<Record<Door, () => void>> => ({
  hosts: () => go({ screen: 'hosts' }),
  plan: () => go({ screen: 'plan' }),
  status: () => go({ screen: 'status' }),
  demo,
  first,
  open: () => enter('open'),
})

const doorLine = ({ label, why }: DoorWords, at: boolean, pointer: string): Line => [
  span(at ? `${pointer} ` : '  ', 'accent'),
  at ? bold(cell(label, 24), 'accent') : span(cell(label, 24)),
  span(why, 'quiet'),
]

/** The site on top, what a run needs below it; faults get all the room and can be read through. */
const Found = ({
  site,
  preflight,
  size,
  theme,
  focused,
  width,
  rows,
}: DoorsProps & { readonly width: number; readonly rows: number }) => {
  const { glyphs } = theme
  const about = siteLines(site, width, glyphs)
  const findings = sortFindings(preflight ?? []).flatMap(finding => findingLines(finding, width, glyphs))
  if (site.state !== 'open')
    return (
      <Pane title="Site" width={size.columns} height={rows} is={isWrong(site) ? 'bad' : 'quiet'}>
        <Reader name="start.site" lines={about} width={width} rows={rows - 2} focused={focused} />
      </Pane>
    )
  const most = Math.min(about.length, Math.floor(rows / 2) - 2)
  return (
    <Box flexDirection="column">
      <Pane title="Site" width={size.columns} height={most + 2}>
        <Lines lines={about} rows={most} />
      </Pane>
      <Pane
        title="What a run needs"
        status={preflightHeadline(preflight)}
        width={size.columns}
        height={rows - most - 2}
      >
        <Reader name="start.needs" lines={findings} width={width} rows={rows - most - 4} focused={focused} />
      </Pane>
    </Box>
  )
}

const SourceField = ({ open, focused, leave }: Pick<DoorsProps, 'open' | 'focused' | 'leave'>) => {
  const [line, setLine] = useState(lineOf(''))
  const enter = () => {
    if (line.text.trim() === '') return leave()
    leave()
    open(line.text.trim())
  }
  return (
    <Box height={1} overflow="hidden">
      <Tone is="accent">file, folder or flake: </Tone>
      <Field value={line} focused={focused} change={setLine} enter={enter} cancel={leave} />
    </Box>
  )
}
