/** What the run will do, in its order; started by typing, and beginning on "back". */
import { Box } from 'ink'
import { useState } from 'react'
import { Pane } from '../components/Pane.tsx'
import { Reader } from '../components/Reader.tsx'
import { Spans } from '../components/Spans.tsx'
import type { SiteProps } from '../screen.ts'
import { useCommands } from '../shell.ts'
import { obstacle, planHeadline, planLines, startConfirmation, whyNoStart } from '../view/plan.ts'
import { clip, type Line, span } from '../view/spans.ts'

export const PlanScreen = (props: SiteProps) => {
  const { size, theme, focused, ask, begin, back, tell, snapshot } = props
  const [button, setButton] = useState<'back' | 'start'>('back')
  const why = whyNoStart(props)
  const start = () => (why === null ? ask(startConfirmation(props, begin)) : tell(why))
  const over = snapshot !== null
  useCommands({
    ...(over ? {} : { begin: start, open: button === 'back' ? back : start }),
    ...(over ? {} : { 'next-tab': () => setButton('start'), 'previous-tab': () => setButton('back') }),
  })
  const width = size.columns - 4
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} overflow="hidden">
      <Spans of={planHeadline(props)} />
      <Pane
        title="Plan"
        width={size.columns}
        height={size.rows - 2}
        is={props.refusal === null ? 'quiet' : 'bad'}
      >
        <Reader
          name="plan"
          lines={planLines(props, width, theme.glyphs)}
          width={width}
          rows={size.rows - 4}
          focused={focused}
        />
      </Pane>
      <Spans
        of={
          over
            ? [span('The run has begun: this is what it does.', 'quiet')]
            : buttons(button, why ?? obstacle(props), width)
        }
      />
    </Box>
  )
}

const buttons = (at: 'back' | 'start', why: string | null, width: number): Line => [
  { text: ' back ', inverse: at === 'back', is: at === 'back' ? 'accent' : undefined },
  span('  '),
  {
    text: ' start… ',
    inverse: at === 'start',
    is: why !== null ? 'quiet' : at === 'start' ? 'accent' : undefined,
  },
  ...(why === null ? [] : [span(`  ${clip(why, width - 18)}`, 'warning')]),
]
