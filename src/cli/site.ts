/** What every command that reads a site shares: its flags, and how faults are told. */
import { explain, type Fault } from '../engine/errors.ts'
import { type Loaded, loadPlan, type Refused, type SiteFlags } from '../engine/site/load.ts'
import { printable } from '../engine/site/path.ts'
import type { World } from '../engine/world.ts'

export interface SiteContext {
  readonly world: Pick<World, 'files' | 'processes'>
  /** Takes text with its line breaks. */
  readonly write: (text: string) => void
  readonly flags: SiteFlags & {
    /** `--site FILE|DIR|FLAKEREF` */
    readonly site?: string | undefined
    readonly json?: boolean | undefined
  }
}

export const exitCodes = { well: 0, badSite: 2 } as const

export const loadSite = ({ world, flags }: SiteContext): Promise<Loaded> =>
  loadPlan({ world, source: flags.site, flags })

/** Whatever a site may hold, a terminal only ever gets text. */
export const lines = (texts: readonly string[]): string => texts.map(text => `${printable(text)}\n`).join('')

export const count = (amount: number, what: string): string => `${amount} ${what}${amount === 1 ? '' : 's'}`

export const warningLines = (warnings: readonly Fault[]): string[] =>
  warnings.map(warning => `warning: ${explain(warning)}`)

/** Every fault on its line, then their number; the same for every command. */
export const tellRefused = ({ write, flags }: SiteContext, { source, faults, warnings }: Refused): number => {
  if (flags.json) write(lines([JSON.stringify({ type: 'site', ok: false, source, faults, warnings })]))
  else
    write(
      lines([
        ...faults.map(explain),
        ...warningLines(warnings),
        `${source}: ${count(faults.length, 'error')}${warnings.length > 0 ? `, ${count(warnings.length, 'warning')}` : ''}`,
      ]),
    )
  return exitCodes.badSite
}
