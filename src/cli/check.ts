/** `firstlight check`: reads the site, says everything that is wrong with it, and touches nothing. */
import type { Plan } from '../engine/plan.ts'
import type { Read } from '../engine/site/load.ts'
import { count, exitCodes, lines, loadSite, type SiteContext, tellRefused, warningLines } from './site.ts'

export const check = async (context: SiteContext): Promise<number> => {
  const loaded = await loadSite(context)
  return loaded.ok ? tellGood(context, loaded) : tellRefused(context, loaded)
}

const tellGood = ({ write, flags }: SiteContext, { plan, warnings }: Read): number => {
  const { source } = plan
  if (flags.json) write(lines([JSON.stringify({ type: 'site', ok: true, source, faults: [], warnings })]))
  else write(lines([...warningLines(warnings), `${source}: ${contents(plan)}: no errors`]))
  return exitCodes.well
}

const contents = ({ hosts, services, networks }: Plan): string => {
  const untouched = hosts.filter(({ managed }) => !managed).length
  return [
    count(hosts.length - untouched, 'machine'),
    ...(untouched > 0 ? [`${count(untouched, 'host')} never touched`] : []),
    count(networks.length, 'network'),
    count(services.length, 'service'),
  ].join(', ')
}
