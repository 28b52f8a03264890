/** The system a machine gets. Nix may build for an hour: that is no silence of the machine. */
import { type Fault, fail, type Result } from '../errors.ts'
import type { Host, TargetSystem } from '../plan.ts'
import type { Task } from './task.ts'

const often = 5000

export const systemOf = async ({
  host,
  bench,
  signal,
  tell,
}: Pick<Task, 'host' | 'bench' | 'signal' | 'tell'>): Promise<Result<TargetSystem>> => {
  const { clock } = bench.world
  let cancel = (): void => {}
  const sayAgain = (): void => {
    tell({ type: 'workedOn', on: 'build' })
    cancel = clock.after(often, sayAgain)
  }
  cancel = clock.after(often, sayAgain)
  try {
    return await Promise.race([bench.builds.system(host), untilAborted(signal, host)])
  } finally {
    cancel()
  }
}

/** Whoever is cancelled waits for no build; what it answers is heard by nobody. */
const untilAborted = (signal: AbortSignal, { name }: Host): Promise<Result<never>> =>
  new Promise(resolve => {
    const end = () => resolve(fail(cancelled(name)))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

const cancelled = (host: string): Fault => ({
  code: 'cancelled',
  message: 'the work on it was cancelled while its system was being built',
  place: host,
  remedy: 'Try it again',
})
