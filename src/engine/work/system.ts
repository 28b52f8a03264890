/** The system a machine gets. Nix may build for an hour: that is no silence of the machine. */
import type { Result } from '../errors.ts'
import type { TargetSystem } from '../plan.ts'
import type { Task } from './task.ts'

const often = 5000

export const systemOf = async ({
  host,
  bench,
  tell,
}: Pick<Task, 'host' | 'bench' | 'tell'>): Promise<Result<TargetSystem>> => {
  const { clock } = bench.world
  let cancel = (): void => {}
  const sayAgain = (): void => {
    tell({ type: 'workedOn', on: 'build' })
    cancel = clock.after(often, sayAgain)
  }
  cancel = clock.after(often, sayAgain)
  try {
    return await bench.builds.system(host)
  } finally {
    cancel()
  }
}
