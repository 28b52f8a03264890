/** What boots first on the marked machines, picked from a list in front of the table. */
import SelectInput from 'ink-select-input'
import type { Size } from '../screen.ts'
import { useCommands } from '../shell.ts'
import { Indicator, Item } from './Choice.tsx'
import { Dialog } from './Dialog.tsx'

export interface ProfilesProps {
  readonly size: Size
  readonly profiles: readonly string[]
  readonly current: string
  readonly hosts: readonly string[]
  pick(profile: string): void
  close(): void
}

export const Profiles = ({ size, profiles, current, hosts, pick, close }: ProfilesProps) => {
  useCommands({ back: close, cancel: close }, 'dialog')
  const items = profiles.map(value => ({ label: value, value }))
  return (
    <Dialog size={size} title="What boots first" lines={[`on ${namesOf(hosts)}`]}>
      <SelectInput
        items={items}
        initialIndex={Math.max(0, profiles.indexOf(current))}
        limit={Math.max(3, size.rows - 7)}
        indicatorComponent={Indicator}
        itemComponent={Item}
        onSelect={({ value }) => {
          pick(value)
          close()
        }}
      />
    </Dialog>
  )
}

const namesOf = (hosts: readonly string[]): string =>
  hosts.length > 4 ? `${hosts.slice(0, 4).join(', ')} and ${hosts.length - 4} more` : hosts.join(', ')
