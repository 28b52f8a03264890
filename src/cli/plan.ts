/** `firstlight plan`: what a run would do, in its order, without doing any of it. */
import type { DiskSelector, Host, Plan } from '../engine/plan.ts'
import type { Read } from '../engine/site/load.ts'
import { layersOf } from '../engine/site/order.ts'
import { count, exitCodes, lines, loadSite, type SiteContext, tellRefused, warningLines } from './site.ts'

export const plan = async (context: SiteContext): Promise<number> => {
  const loaded = await loadSite(context)
  if (!loaded.ok) return tellRefused(context, loaded)
  context.write(lines(context.flags.json ? [JSON.stringify(asJson(loaded))] : asText(loaded)))
  return exitCodes.well
}

/** What this machine installs, as Nix is asked for it. */
const outputOf = ({ flake }: Plan, { system }: Host): string => `${flake}#nixosConfigurations.${system}`

/** Only a look at each machine tells; that is for a run, which asks first. */
const skipped = 'unknown: a run asks each machine first, and skips those that already run this system'

const asJson = ({ plan, warnings }: Read) => ({
  type: 'plan',
  name: plan.name,
  source: plan.source,
  flake: plan.flake,
  provision: plan.provision,
  steps: layersOf(plan),
  machines: plan.hosts.filter(({ managed }) => managed).map(host => machineJson(plan, host)),
  untouched: plan.hosts.filter(({ managed }) => !managed).map(({ name, address }) => ({ name, address })),
  services: plan.services.map(({ interface: _, ...service }) => service),
  skipped,
  warnings,
})

const machineJson = (plan: Plan, host: Host) => {
  const { managed: _, wakePassword: __, network: ___, system: ____, ...shown } = host
  return { ...shown, output: outputOf(plan, host) }
}

const asText = ({ plan, warnings }: Read): string[] => [
  ...warningLines(warnings),
  heading(plan),
  ...layersOf(plan).flatMap((names, index) => step(plan, index, names)),
  '',
  ...untouched(plan),
  `Already installed: ${skipped}.`,
]

const heading = (plan: Plan): string => {
  const machines = plan.hosts.filter(({ managed }) => managed).length
  const dhcp =
    plan.provision.dhcp.mode === 'proxy' ? 'beside an existing DHCP server' : 'as the only DHCP server'
  return `${plan.name} (${plan.source}): ${count(machines, 'machine')}, at most ${plan.provision.parallel} at once, ${dhcp}`
}

const step = (plan: Plan, index: number, names: readonly string[]): string[] => {
  const hosts = plan.hosts.filter(({ name }) => names.includes(name))
  return [
    '',
    `Step ${index + 1}, wave ${hosts[0]?.wave ?? ''}`,
    ...hosts.flatMap(host => machine(plan, host)),
  ]
}

const machine = (plan: Plan, host: Host): string[] => [
  `  ${host.name}  ${host.macs.join(' ')}${host.address === null ? '' : `  ${host.address}`}`,
  `    boots     ${host.installer}`,
  `    installs  ${outputOf(plan, host)}`,
  `    erases    ${disks(host.disks)}`,
  ...(host.after.length > 0 ? [`    after     ${host.after.join(', ')}`] : []),
  ...host.secrets.map(({ from, to }) => `    copies    ${from} to ${to}`),
]

const disks = (selectors: readonly DiskSelector[]): string =>
  selectors.length === 0 ? 'the disks its layout names, if they are blank' : selectors.map(disk).join('; ')

const disk = (selector: DiskSelector): string =>
  Object.entries(selector)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')

const untouched = ({ hosts }: Plan): string[] => {
  const names = hosts.filter(({ managed }) => !managed).map(({ name }) => name)
  return names.length > 0 ? [`Never touched: ${names.join(', ')}`] : []
}
