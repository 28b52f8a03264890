/** One line of names; the one being looked at stands out, with a sign as well as a colour. */
import { useTheme } from '../shell.ts'
import { bold, type Line, span } from '../view/spans.ts'
import { Spans } from './Spans.tsx'

export interface TabsProps {
  readonly names: readonly string[]
  readonly current: string
  /** What stands on the right of them. */
  readonly rest?: Line
}

export const Tabs = ({ names, current, rest = [] }: TabsProps) => {
  const { glyphs } = useTheme()
  return (
    <Spans
      of={[
        ...names.flatMap(name =>
          name === current
            ? [span(`${glyphs.pointer} `, 'accent'), bold(name, 'accent'), span('   ')]
            : [span(`  ${name}   `, 'quiet')],
        ),
        ...rest,
      ]}
    />
  )
}
