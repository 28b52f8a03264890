/** Whether there is a screen: on a terminal that can draw, unless lines were asked for. */
import { canDraw } from '../ui/terminal/capabilities.ts'
import type { Context } from './context.ts'

export const opensScreen = (
  { plain, json }: { readonly plain?: boolean; readonly json?: boolean },
  { terminal, env }: Pick<Context, 'terminal' | 'env'>,
): boolean => terminal && plain !== true && json !== true && canDraw(env)
