import { useEffect, useState } from 'react'

/** The time, once a second: what is elapsed and left moves even when nothing else does. */
export const useNow = (now: () => number, period = 1000): number => {
  const [at, setAt] = useState(now)
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), period)
    return () => clearInterval(timer)
  }, [now, period])
  return at
}
