import { Box, Text } from 'ink'
import type { Snapshot } from '../../engine/index.ts'
import { bindings } from '../keys.ts'
import type { Tab } from '../places.ts'
import type { ScreenName } from '../screen.ts'
import { useAvailable } from '../shell.ts'
import { countsOf } from '../summary.ts'
import { Tone } from './Tone.tsx'

export interface HeaderProps {
  readonly site: string
  readonly screen: ScreenName
  readonly columns: number
  readonly tabs: readonly Tab[]
  readonly snapshot: Snapshot | null
}

/** The tab one is on belongs to the screen, also where that screen is reached through it. */
const tabOf: Partial<Readonly<Record<ScreenName, ScreenName>>> = { machine: 'run' }

export const headerRows = 2

/** Columns from which the names of the screens may stand apart. */
const roomy = 70

export const Header = ({ site, screen, columns, tabs, snapshot }: HeaderProps) => {
  const available = useAvailable()
  return (
    <Box flexDirection="column" height={headerRows} flexShrink={0} overflow="hidden">
      <Box justifyContent="space-between" gap={2} height={1}>
        <Text wrap="truncate">
          <Tone is="accent" bold>
            firstlight
          </Tone>
          {` ${site}`}
        </Text>
        {snapshot !== null && <Counts snapshot={snapshot} />}
      </Box>
      <Box gap={columns < roomy ? 1 : 2} height={1} overflow="hidden">
        {tabs.map(tab => {
          const here = (tabOf[screen] ?? screen) === tab
          return (
            <Tone
              key={tab}
              is={here ? 'accent' : undefined}
              bold={here}
              dimColor={!here && !available.includes(tab)}
            >
              {here ? `[${tab}]` : `${keyOf(tab)} ${tab}`}
            </Tone>
          )
        })}
      </Box>
    </Box>
  )
}

const keyOf = (tab: Tab): string => bindings.find(({ command }) => command === tab)?.keys[0] ?? ''

const Counts = ({ snapshot }: { readonly snapshot: Snapshot }) => (
  <Box gap={2} flexShrink={0}>
    {snapshot.stage === 'stopping' && <Tone is="warning">stopping</Tone>}
    {countsOf(snapshot).map(({ words, is }) => (
      <Tone key={words} is={is}>
        {words}
      </Tone>
    ))}
  </Box>
)
