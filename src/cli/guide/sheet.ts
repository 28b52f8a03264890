/** What the guide has written down so far: the question it is at, the answers, and the site they would make. */

import { type Fault, type Result, succeed } from '../../engine/errors.ts'
import { type Answers, nameFrom, type Standing } from '../../engine/guide/answers.ts'
import type { Plan } from '../../engine/index.ts'
import { profileNames } from '../../engine/site/profiles.ts'
import type { FirstMachine } from '../../engine/site/skeleton.ts'
import { type GuideState, type GuideStep, guideSteps } from '../../ui/guide.ts'
import type { Context } from '../context.ts'
import type { Kit } from '../launch.ts'
import { draftOf } from './draft.ts'
import type { Ground } from './ground.ts'

export interface Sheet {
  readonly context: Context
  readonly ground: Ground
  state(): GuideState
  set(change: Partial<GuideState>): void
  /** On to a question; what was answered on the way is kept. */
  go(step: GuideStep, change?: Partial<GuideState>): void
  /** Here, and why. */
  stop(fault: Fault): void
  answered(change: Partial<Answers>): Answers
  /** The plan these answers would make, or why they make none. */
  draft(answers: Answers): Result<Plan>
  standing(): Standing
  /** Machines that were set up before this one. */
  machines: readonly FirstMachine[]
  /** Null until this host was looked at. */
  kit: Kit | null
  keys: readonly string[]
}

export const createSheet = (
  context: Context,
  ground: Ground,
  changed: (state: GuideState) => void,
): Sheet => {
  let state = emptyGuide(context.cwd)
  const sheet: Sheet = {
    ...{ context, ground, machines: [], kit: null, keys: [] },
    state: () => state,
    set: change => {
      state = { ...state, ...change }
      changed(state)
    },
    go: (step, change = {}) => {
      const first = sheet.machines.length === 0 ? 'needs' : 'machine'
      const behind = guideSteps.slice(guideSteps.indexOf(first), guideSteps.indexOf(step))
      sheet.set({ busy: null, fault: null, ...change, step, behind })
    },
    stop: fault => sheet.set({ busy: null, fault }),
    answered: change => ({ ...state.answers, ...change }),
    draft: answers => {
      const plan = draftOf(answers, sheet.standing(), sheet.machines)
      return plan.ok ? succeed(ground.adapt(plan.value)) : plan
    },
    standing: () => ({
      format: readsNix(sheet) ? 'nix' : 'json',
      firstlight: `path:${context.root}`,
      publicKeys: sheet.keys,
    }),
  }
  return sheet
}

/** Where nothing is built by Nix there may be none to read a site in its language. */
const readsNix = ({ state, kit }: Sheet): boolean =>
  kit?.flags.artifacts === undefined &&
  state().needs.some(({ name, state }) => name === 'nix' && state === 'good')

const emptyGuide = (cwd: string): GuideState => ({
  step: 'needs',
  behind: [],
  answers: {
    ...{ folder: cwd, name: nameFrom(cwd), interface: null, dhcp: 'proxy', mac: null },
    ...{ host: 'machine1', profile: 'base', disk: null, network: null },
  },
  ...{ busy: null, fault: null, needs: [], wires: [], around: [], before: [] },
  profiles: profileNames,
  engine: null,
  vendor: () => null,
  ...{ files: [], generated: null, plan: null },
})
