/** What components reach without being handed it: the desk keys are handed out from, and what screens remember. */
import { createContext, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Desk, Handlers, Level } from './input/desk.ts'
import type { CommandName } from './keys.ts'
import type { Theme } from './theme.ts'

export interface Shell {
  readonly desk: Desk
  readonly theme: Theme
  /** What screens leave behind when the operator goes elsewhere: cursors, filters, sorting. */
  readonly memory: Map<string, unknown>
  /** The clock that keys are stamped with. */
  clock(): number
  /** When the terminal was last given anything, on that clock. */
  written(): number
}

export const ShellContext = createContext<Shell | null>(null)

export const useShell = (): Shell => {
  const shell = useContext(ShellContext)
  if (shell === null) throw new Error('A component of the screen stands outside the shell')
  return shell
}

export const useTheme = (): Theme => useShell().theme

export interface Hearing {
  readonly active?: boolean
  /** Keys that arrived before this moment are ignored. */
  since?(): number
}

/**
 * Answers commands while mounted; what is left out, or undefined, passes on. Footer, help and palette show what is
 * answered now: hand in only what would do something.
 */
export const useCommands = (
  handlers: Handlers,
  level: Level = 'screen',
  { active = true, since }: Hearing = {},
): void => {
  const { desk } = useShell()
  const latest = useRef({ handlers, since })
  latest.current = { handlers, since }
  const names = Object.entries(handlers).flatMap(([name, handler]) => (handler === undefined ? [] : [name]))
  useEffect(() => {
    if (!active) return
    return desk.lay({
      level,
      handlers: () => latest.current.handlers,
      since: () => latest.current.since?.() ?? 0,
    })
  }, [desk, level, active])
  // biome-ignore lint/correctness/useExhaustiveDependencies: which commands are answered is what changes the footer
  useEffect(() => desk.changed(), [desk, names.join(' ')])
}

export const useAvailable = (): readonly CommandName[] => {
  const { desk } = useShell()
  return useSyncExternalStore(desk.subscribe, desk.available)
}

/** State that outlives its screen: going to a machine and back finds the list as it was. */
export const useKept = <T>(key: string, initial: T): readonly [T, (value: T) => void] => {
  const { memory } = useShell()
  const [value, setValue] = useState<T>(() => (memory.has(key) ? (memory.get(key) as T) : initial))
  const keep = (next: T): void => {
    memory.set(key, next)
    setValue(next)
  }
  return [value, keep]
}
