/**
 * The way to a first machine: one question after the other. Each answer is checked by what checks a site, nothing is
 * written before it was shown, and every question can be gone back to.
 */
import { bug, type Result } from '../../engine/errors.ts'
import { notAMac, noWire, takenAlready } from '../../engine/faults/guide.ts'
import { machineOf, nameFrom } from '../../engine/guide/answers.ts'
import { type Answers, type Engine, freeName, type Plan } from '../../engine/index.ts'
import { parseMac } from '../../engine/protocol/mac.ts'
import type { Read } from '../../engine/site/load.ts'
import type { Guide, GuideAnswer, GuideState, GuideStep } from '../../ui/guide.ts'
import type { Context } from '../context.ts'
import type { Kit } from '../launch.ts'
import { absolute, type Ours } from '../new-site.ts'
import type { Ground } from './ground.ts'
import { type Listening, listen } from './listening.ts'
import { lookAround, lookAtHost, wiresHere } from './looking.ts'
import { createSheet } from './sheet.ts'
import { showFiles, siteInTheWay, writeFiles } from './writing.ts'

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

type Does = () => unknown

export const createGuide = ({ context, ground, changed, installing }: GuideOptions): RunningGuide => {
  const sheet = createSheet(context, ground, changed)
  const { go, stop, answered } = sheet
  let listening: Listening | null = null
  let read: Read | null = null
  let ours: Ours = new Map()

  /** An answer that makes no site is not taken. */
  const take = (change: Partial<Answers>, then: (plan: Plan, answers: Answers) => unknown): unknown => {
    const answers = answered(change)
    const plan: Result<Plan> = sheet.draft(answers)
    return plan.ok ? then(plan.value, answers) : stop(plan.fault)
  }

  const openServers = async (plan: Plan, answers: Answers): Promise<void> => {
    if (sheet.kit === null) return
    sheet.set({ answers, busy: 'opening the servers' })
    const opened = await listen(plan, withAsked(sheet.kit, answers, context.cwd), context)
    if (!opened.ok) return stop(opened.fault)
    listening = opened.value
    go('machine', { engine: listening.engine })
    await ground.opened(listening.engine)
  }

  const closeServers = async (): Promise<void> => {
    const closing = listening
    listening = null
    sheet.set({ engine: null, busy: 'closing the servers' })
    await closing?.close()
    go('addresses')
  }

  const write = async (): Promise<void> => {
    sheet.set({ busy: `writing ${sheet.state().answers.folder}` })
    const written = await writeFiles(sheet, ours)
    if (!written.ok) return stop(written.fault)
    ours = written.value.ours
    read = written.value.read
    go('plan', { plan: read.plan })
  }

  const install = (): void => {
    const { answers } = sheet.state()
    if (listening === null || read === null || answers.disk === null) return
    sheet.machines = [...sheet.machines, ...machineOf(answers)]
    listening.install(read.plan, answers.host, answers.disk)
    sheet.set({ before: sheet.machines.map(({ name }) => name) })
    installing(read, listening.engine)
  }

  /** Its installer is left alone; the same machine may be taken again, under another name too. */
  const letGo = (): void => {
    take({ mac: null }, plan => listening?.drop(plan, sheet.state().answers.host))
    go('name')
  }

  const answers: { readonly [Step in GuideStep]: (answer: Extract<GuideAnswer, { step: Step }>) => unknown } =
    {
      needs: () => {
        if (sheet.kit === null) return lookAtHost(sheet)
        const missing = sheet.state().needs.find(({ state }) => state === 'refused')
        return missing?.state === 'refused' ? stop(missing.fault) : go('site')
      },
      site: async ({ folder: typed, name: said }) => {
        const folder = absolute(
          typed.replace(/^~(?=\/|$)/, context.home).replace(/(?<=.)\/+$/, ''),
          context.cwd,
        )
        const name = said || nameFrom(folder)
        const there = await siteInTheWay(sheet, folder)
        if (there !== undefined) return stop(there)
        take({ folder, name }, (_, answers) => go('wire', { answers, wires: wiresHere(sheet) }))
      },
      wire: ({ interface: name }) =>
        sheet.state().wires.some(wire => wire.name === name)
          ? lookAround(sheet, answered({ interface: name }))
          : stop(noWire()),
      addresses: ({ dhcp }) => take({ dhcp }, openServers),
      machine: ({ mac: typed }) => {
        const mac = parseMac(typed.trim())
        if (mac === undefined) return stop(notAMac(typed.trim()))
        const known = sheet.machines.find(({ macs }) => macs.includes(mac))
        if (known !== undefined) return stop(takenAlready(mac, known.name))
        const host = freeName(sheet.machines.map(({ name }) => name))
        return go('name', { answers: answered({ mac, host, disk: null, network: null }) })
      },
      name: ({ host, profile }) => {
        if (sheet.machines.some(({ name }) => name === host)) return stop(takenAlready(host, host))
        return take({ host, profile }, (plan, answers) => {
          listening?.take(plan, host)
          go('disk', { answers })
        })
      },
      disk: ({ path }) => {
        const guest = listening?.engine.store.machine(sheet.state().answers.host)?.guest
        const disk = guest?.disks.find(disk => disk.path === path)
        if (disk !== undefined) take({ disk }, (_, answers) => go('network', { answers }))
      },
      network: ({ network }) => take({ network }, (_, answers) => showFiles(sheet, answers)),
      files: write,
      plan: install,
    }

  const back: Partial<Readonly<Record<GuideStep, Does>>> = {
    site: () => go('needs'),
    wire: () => go('site'),
    addresses: () => go('wire', { wires: wiresHere(sheet) }),
    machine: closeServers,
    name: () => go('machine', { answers: answered({ mac: null }) }),
    disk: letGo,
    network: () => go('disk'),
    files: () => go('network'),
    plan: () => go('files'),
  }

  const again: Partial<Readonly<Record<GuideStep, Does>>> = {
    needs: () => lookAtHost(sheet),
    wire: () => sheet.set({ wires: wiresHere(sheet), fault: null }),
    addresses: () => lookAround(sheet, sheet.state().answers),
    disk: () => listening?.engine.command({ type: 'retried', host: sheet.state().answers.host }),
  }

  /** One thing at a time; what goes wrong with us is said like everything else. */
  const perform = async (does: Does | undefined): Promise<void> => {
    if (sheet.state().busy !== null || does === undefined) return
    try {
      await does()
    } catch (error) {
      stop(bug(error, `guide, ${sheet.state().step}`))
    }
  }

  return {
    getState: sheet.state,
    begin: () => {
      const clean = { mac: null, disk: null, network: null }
      void perform(() =>
        sheet.machines.length === 0
          ? lookAtHost(sheet)
          : go('machine', { answers: answered(clean), files: [], plan: null }),
      )
    },
    answer: answer => {
      if (answer.step !== sheet.state().step) return
      void perform(() => {
        sheet.set({ fault: null })
        return (answers[answer.step] as (answer: GuideAnswer) => unknown)(answer)
      })
    },
    back: () => void perform(sheet.state().behind.length > 0 ? back[sheet.state().step] : undefined),
    again: () => void perform(again[sheet.state().step]),
    abandon: () => listening?.abandon(),
    close: async () => {
      await listening?.close()
      await ground.close()
    },
  }
}

/** So that the run can be gone on with when it is cut off: by the site it wrote. */
const withAsked = (kit: Kit, { folder }: Answers, cwd: string): Kit => {
  const { artifacts, ipxe, sshKey, nixosAnywhere } = kit.flags
  const given = { artifacts, ipxe, sshKey, nixosAnywhere: [nixosAnywhere].flat()[0] }
  const flags = Object.entries({ site: folder, ...given }).filter(([, value]) => value !== undefined)
  return { ...kit, flags: { ...kit.flags, asked: { cwd, flags: Object.fromEntries(flags) as Flags } } }
}

type Flags = Readonly<Record<string, string>>
