/** `firstlight man` and `firstlight completion SHELL`: text on standard output, for whoever installs it. */
import type { Context } from '../context.ts'
import { exitCodes } from '../context.ts'
import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { manPage } from './man.ts'
import type { Shell } from './shells.ts'
import type { Table } from './table.ts'
import { zshCompletion } from './zsh.ts'

const completions: Readonly<Record<Shell, (table: Table) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

export const completion = async (
  shell: Shell,
  table: Table,
  { write }: Pick<Context, 'write'>,
): Promise<number> => {
  write(completions[shell](table))
  return exitCodes.well
}

export const man = async (table: Table, { write }: Pick<Context, 'write'>): Promise<number> => {
  write(manPage(table))
  return exitCodes.well
}
