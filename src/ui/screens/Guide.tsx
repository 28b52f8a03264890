/** The way to a first machine: one question at a time, what was answered above it, what is in the way below it. */
import { Box } from 'ink'
import type { ComponentType } from 'react'
import { Pane } from '../components/Pane.tsx'
import { Lines } from '../components/Spans.tsx'
import { type GuideStep, guideSteps } from '../guide.ts'
import type { GuideProps } from '../screen.ts'
import { answersLine, guideTitle, introLines, troubleLines } from '../view/guide.ts'
import { blank, span } from '../view/spans.ts'
import { Addresses, Needs, Place, Wires } from './guide/Host.tsx'
import { Disks, Machines, Name } from './guide/MachineSteps.tsx'
import type { QuestionProps } from './guide/parts.ts'
import { Files, NetworkStep, PlanStep } from './guide/SiteSteps.tsx'

const questions: Readonly<Record<GuideStep, ComponentType<QuestionProps>>> = {
  needs: Needs,
  site: Place,
  wire: Wires,
  addresses: Addresses,
  machine: Machines,
  name: Name,
  disk: Disks,
  network: NetworkStep,
  files: Files,
  plan: PlanStep,
}

export const Guide = (props: GuideProps) => {
  const { guide, size, theme } = props
  const width = size.columns - 4
  const upper = [answersLine(guide, width, theme.glyphs), ...introLines(guide, width), blank]
  const lower = troubleLines(guide, width, theme.glyphs)
  const rows = Math.max(1, size.rows - 2 - upper.length - lower.length)
  const Question = questions[guide.step]
  return (
    <Pane
      title={guideTitle(guide)}
      status={[span(`${guideSteps.indexOf(guide.step) + 1} of ${guideSteps.length}`, 'quiet')]}
      width={size.columns}
      height={size.rows}
      is={guide.fault === null ? 'quiet' : 'bad'}
    >
      <Lines lines={upper} rows={upper.length} />
      <Box flexDirection="column" maxHeight={rows} flexShrink={0} overflow="hidden">
        <Question key={guide.step} {...props} {...{ width, rows }} />
      </Box>
      <Lines lines={lower} rows={lower.length} />
    </Pane>
  )
}
