/** Where the operator is and how they got there. Pure. */
import type { Place, ScreenName } from './screen.ts'

/** The last is where they are. */
export type Way = readonly Place[]

const longest = 20

export const here = (way: Way): Place => way.at(-1) ?? { screen: 'start' }

/** Going where one already was is going back there: the way never winds. */
export const went = (way: Way, place: Place): Way => {
  const before = way.findIndex(one => same(one, place))
  const base = before < 0 ? way : way.slice(0, before)
  return [...base, place].slice(-longest)
}

export const wentBack = (way: Way): Way => (way.length > 1 ? way.slice(0, -1) : way)

/** No way leads back from it to where a run is begun: until it is left, the session is about this one. */
export const wentToRollOut = (way: Way): Way =>
  here(way).screen === 'deploy' ? way : [{ screen: 'status' }, { screen: 'deploy' }]

const same = (one: Place, other: Place): boolean => one.screen === other.screen && one.host === other.host

/** In the order of the tabs. */
export const tabs = [
  'hosts',
  'plan',
  'run',
  'network',
  'services',
  'end',
  'status',
  'deploy',
] as const satisfies readonly ScreenName[]
export type Tab = (typeof tabs)[number]

export interface Has {
  readonly plan: boolean
  readonly run: boolean
  readonly rollOut: boolean
}

/** A session is about a run or about a roll-out: what belongs to the other is nowhere to be seen. */
export const tabsOf = ({ rollOut }: Pick<Has, 'rollOut'>): readonly Tab[] =>
  rollOut ? ['network', 'services', 'status', 'deploy'] : tabs.filter(tab => tab !== 'deploy')

/** A screen is there when what it shows is. */
export const reachable = (has: Has): readonly Tab[] =>
  tabsOf(has).filter(tab => (tab === 'run' || tab === 'end' ? has.run : has.plan))

export const neighbour = (reached: readonly Tab[], from: ScreenName, by: 1 | -1): Tab | undefined => {
  const at = reached.findIndex(tab => tab === (from === 'machine' ? 'run' : from))
  return reached[at < 0 ? 0 : (at + by + reached.length) % reached.length]
}
