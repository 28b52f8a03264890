/**
 * The way to a first machine: one question after the other. Each answer is checked by what checks a site, nothing is
 * written before it was shown, and every question can be gone back to.
 */

import { notAMac, noWire } from '../../engine/faults/guide.ts'
import { type Answers, machineOf, nameFrom, siteOf, wiresOf } from '../../engine/guide/answers.ts'
import { type Engine, type Fault, freeName, type Plan } from '../../engine/index.ts'
import { render } from '../../engine/nix/render.ts'
import { checkHost, checkWire } from '../../engine/preflight/preflight.ts'
import { parseMac } from '../../engine/protocol/mac.ts'
import type { Read } from '../../engine/site/load.ts'
import { profileNames } from '../../engine/site/profiles.ts'
import { type FirstMachine, siteDocument, skeleton } from '../../engine/site/skeleton.ts'
import { type Guide, type GuideAnswer, type GuideState, type GuideStep, guideSteps } from '../../ui/guide.ts'
import type { Context } from '../context.ts'
import { gather, type Kit, whatToLookAt } from '../launch.ts'
import { absolute, type Ours, publicKeys, writeNew } from '../new-site.ts'
import { renderer } from '../renderer.ts'
import { loadSite } from '../site.ts'
import { loadVendors } from '../vendors.ts'
import { draftOf } from './draft.ts'
import type { Ground } from './ground.ts'
import { type Listening, listen } from './listening.ts'

export interface GuideOptions {
  readonly context: Context
  readonly ground: Ground
  changed(state: GuideState): void
  /** The site is written and the word is given: from here on it is a run like any other. */
  installing(read: Read, engine: Engine): void
}

export interface RunningGuide extends Guide {
  getState(): GuideState
  /** Nobody answers any more. */
  abandon(): void
  close(): Promise<void>
}

export const createGuide = ({ context, ground, changed, installing }: GuideOptions): RunningGuide => {
  const { world, cwd } = context
  let state = emptyGuide(cwd)
  let kit: Kit | null = null
  let keys: readonly string[] = []
  let listening: Listening | null = null
  let read: Read | null = null
  let ours: Ours = new Map()
  let machines: readonly FirstMachine[] = []

  const set = (change: Partial<GuideState>): void => {
    state = { ...state, ...change }
    changed(state)
  }
  const standing = () => ({
    format:
      state.needs.some(({ name, state }) => name === 'nix' && state === 'good') &&
      kit?.flags.artifacts === undefined
        ? ('nix' as const)
        : ('json' as const),
    firstlight: `path:${context.root}`,
    publicKeys: keys,
  })
  const draft = (answers: Answers) => {
    const plan = draftOf(answers, standing(), machines)
    return plan.ok ? ({ ok: true, value: ground.adapt(plan.value) } as const) : plan
  }
  const stop = (fault: Fault): void => set({ busy: null, fault })

  /** On to a question; what was answered on the way is kept. */
  const go = (step: GuideStep, change: Partial<GuideState> = {}): void => {
    const first = machines.length === 0 ? 'needs' : 'machine'
    const behind = guideSteps.slice(guideSteps.indexOf(first), guideSteps.indexOf(step))
    set({ busy: null, fault: null, ...change, step, behind })
  }
  const answered = (change: Partial<Answers>): Answers => ({ ...state.answers, ...change })

  /** An answer that makes no site is not taken. */
  const take = (change: Partial<Answers>, next: GuideStep, then: (plan: Plan) => void = () => {}): void => {
    const answers = answered(change)
    const plan = draft(answers)
    if (plan.ok) {
      then(plan.value)
      go(next, { answers })
    } else stop(plan.fault)
  }

  const look = async (): Promise<void> => {
    set({ busy: 'looking at what a run needs', fault: null })
    const gathered = await gather({ ...ground.flags, attended: true }, context)
    if (!gathered.ok) return stop(gathered.fault)
    const found = await publicKeys(
      ground.flags.sshKey === undefined ? undefined : [`${ground.flags.sshKey.replace(/\.pub$/, '')}.pub`],
      context,
    )
    if (!found.ok) return stop(found.fault)
    kit = gathered.value
    keys = found.value
    const plan = draft(state.answers)
    if (!plan.ok) return stop(plan.fault)
    const vendor = await loadVendors()
    set({ busy: null, vendor, needs: await checkHost(whatToLookAt(plan.value, kit, context)) })
  }

  const onTheWire = async (answers: Answers): Promise<void> => {
    go('addresses', { answers, busy: `listening for address servers on ${answers.interface}`, around: [] })
    const plan = draft(answers)
    if (!plan.ok || kit === null) return plan.ok ? undefined : stop(plan.fault)
    set({ busy: null, around: await checkWire(whatToLookAt(plan.value, kit, context)) })
  }

  const open = async (answers: Answers): Promise<void> => {
    const plan = draft(answers)
    if (!plan.ok || kit === null) return plan.ok ? undefined : stop(plan.fault)
    set({ answers, busy: 'opening the servers' })
    const opened = await listen(plan.value, withAsked(kit, answers, cwd), context)
    if (!opened.ok) return stop(opened.fault)
    listening = opened.value
    go('machine', { engine: opened.value.engine })
    await ground.opened(opened.value.engine)
  }

  const shut = async (): Promise<void> => {
    const closing = listening
    listening = null
    set({ engine: null, busy: 'closing the servers' })
    await closing?.close()
    go('addresses')
  }

  const show = async (answers: Answers): Promise<void> => {
    const site = siteOf(answers, standing(), machines)
    go('files', { answers, files: skeleton(site), generated: { state: 'making' } })
    const made = await render({
      ...renderer(context),
      document: siteDocument(site),
      source: `${answers.folder}/site.${site.format}`,
    })
    if (!made.ok) return set({ generated: { state: 'failed', fault: made.fault } })
    const files = Object.entries(made.value.hosts[answers.host]?.files ?? {})
    set({ generated: { state: 'made', files: files.map(([path, text]) => ({ path, text })) } })
  }

  const write = async (): Promise<void> => {
    const { folder } = state.answers
    set({ busy: `writing ${folder}`, fault: null })
    const written = await writeNew(state.files, folder, world, ours)
    if (!written.ok) return stop(written.fault)
    ours = new Map([...ours, ...written.value])
    const loaded = await loadSite({ ...context, flags: { site: folder } })
    if (!loaded.ok) return stop(loaded.faults[0] ?? notAMac(''))
    read = { ...loaded, plan: ground.adapt(loaded.plan) }
    go('plan', { plan: read.plan })
  }

  const install = (): void => {
    const { host, disk } = state.answers
    if (listening === null || read === null || disk === null) return
    machines = [...machines, ...machineOf(state.answers)]
    listening.install(read.plan, host, disk)
    installing(read, listening.engine)
    const { engine } = listening
    set({ before: machines.map(({ name }) => name), engine })
  }

  const questions: {
    readonly [Step in GuideStep]: (answer: Extract<GuideAnswer, { step: Step }>) => unknown
  } = {
    needs: () => {
      const missing = state.needs.find(({ state }) => state === 'refused')
      if (missing?.state === 'refused') return stop(missing.fault)
      return go('site')
    },
    site: ({ folder, name }) =>
      take({ folder: absolute(folder.replace(/(?<=.)\/+$/, ''), cwd), name }, 'wire', () =>
        set({ wires: wires() }),
      ),
    wire: answer => {
      if (!state.wires.some(({ name }) => name === answer.interface)) return stop(noWire())
      return onTheWire(answered({ interface: answer.interface }))
    },
    addresses: ({ dhcp }) => open(answered({ dhcp })),
    machine: ({ mac }) => {
      const parsed = parseMac(mac.trim())
      if (parsed === undefined) return stop(notAMac(mac.trim()))
      const taken = machines.map(({ name }) => name)
      return go('name', {
        answers: answered({ mac: parsed, host: freeName(taken), disk: null, network: null }),
      })
    },
    name: ({ host, profile }) => take({ host, profile }, 'disk', plan => listening?.take(plan, host)),
    disk: ({ path }) => {
      const disk = guestOf(listening, state.answers.host)?.disks.find(disk => disk.path === path)
      if (disk !== undefined) take({ disk }, 'network')
    },
    network: ({ network }) => {
      const answers = answered({ network })
      const plan = draft(answers)
      return plan.ok ? show(answers) : stop(plan.fault)
    },
    files: write,
    plan: install,
  }

  const wires = () => wiresOf(world.network.interfaces(), ground.loopback)

  const back: Partial<Readonly<Record<GuideStep, () => unknown>>> = {
    site: () => go('needs'),
    wire: () => go('site'),
    addresses: () => go('wire', { wires: wires() }),
    machine: shut,
    name: () => go('machine', { answers: answered({ mac: null }) }),
    disk: () => {
      const { host } = state.answers
      const without = answered({ mac: null })
      const plan = draft(without)
      if (plan.ok) listening?.drop(plan.value, host)
      go('name')
    },
    network: () => go('disk'),
    files: () => go('network'),
    plan: () => go('files'),
  }

  const again: Partial<Readonly<Record<GuideStep, () => unknown>>> = {
    needs: look,
    wire: () => set({ wires: wires(), fault: null }),
    addresses: () => onTheWire(state.answers),
    disk: () => listening?.engine.command({ type: 'retried', host: state.answers.host }),
  }

  return {
    getState: () => state,
    begin: () => {
      if (machines.length === 0) return void look()
      go('machine', { answers: answered({ mac: null, disk: null, network: null }), files: [], plan: null })
    },
    answer: answer => {
      if (state.busy !== null || answer.step !== state.step) return
      set({ fault: null })
      void (questions[answer.step] as (answer: GuideAnswer) => unknown)(answer)
    },
    back: () => {
      if (state.busy === null && state.behind.length > 0) void back[state.step]?.()
    },
    again: () => {
      if (state.busy === null) void again[state.step]?.()
    },
    abandon: () => listening?.abandon(),
    close: async () => {
      await listening?.close()
      await ground.close()
    },
  }
}

const guestOf = (listening: Listening | null, host: string) =>
  listening?.engine.store.machine(host)?.guest ?? null

/** What was asked, so that the run can be gone on with when it is cut off: the site it wrote. */
const withAsked = (kit: Kit, { folder }: Answers, cwd: string): Kit => ({
  ...kit,
  flags: { ...kit.flags, asked: { cwd, flags: { site: folder } } },
})

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
