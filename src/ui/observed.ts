/** React's own way to look at a store, or at none yet. */
import { useSyncExternalStore } from 'react'
import type { Observed } from './throttled.ts'

const nothing: Observed<null> = { getSnapshot: () => null, subscribe: () => () => {} }

export const useObserved = <T>(store: Observed<T> | null): T | null =>
  useSyncExternalStore<T | null>((store ?? nothing).subscribe, (store ?? nothing).getSnapshot)
