/** When what is on the screen got there: nobody can have meant a key for what they had not seen. */
import { useApp } from 'ink'
import { useEffect, useRef } from 'react'
import { useShell } from '../shell.ts'

/** The moment the state named by `of` was drawn; never, until then. */
export const useDrawn = (of: string): (() => number) => {
  const { written } = useShell()
  const { waitUntilRenderFlush } = useApp()
  const drawn = useRef({ of: '', at: Number.POSITIVE_INFINITY })
  useEffect(() => {
    void waitUntilRenderFlush().then(() => {
      drawn.current = { of, at: written() }
    })
  }, [of, written, waitUntilRenderFlush])
  return () => (drawn.current.of === of ? drawn.current.at : Number.POSITIVE_INFINITY)
}
