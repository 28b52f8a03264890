/** The run as JSON lines: the very events of the journal; the last is `settled`. */
import type { Engine } from '../engine/index.ts'

export const writeJson = ({ store }: Pick<Engine, 'store'>, write: (line: string) => void): (() => void) =>
  store.observe(event => write(JSON.stringify(event)))
