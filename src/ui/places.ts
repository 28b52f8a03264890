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
] as const satisfies readonly ScreenName[]
export type Tab = (typeof tabs)[number]

/** A screen is there when what it shows is. */
export const reachable = (has: { readonly plan: boolean; readonly run: boolean }): readonly Tab[] =>
  tabs.filter(tab => (tab === 'run' || tab === 'end' ? has.run : has.plan))

export const neighbour = (reached: readonly Tab[], from: ScreenName, by: 1 | -1): Tab | undefined => {
  const at = reached.findIndex(tab => tab === (from === 'machine' ? 'run' : from))
  return reached[at < 0 ? 0 : (at + by + reached.length) % reached.length]
}
