/** What can be seen of an open site besides its run: the files it stands for, and where its machines stand. */
import type { Result } from '../engine/index.ts'
import type { SessionState } from '../ui/session.ts'
import type { Context } from './context.ts'
import { generatedFiles, same } from './generated.ts'
import { installedOf } from './installed.ts'
import type { Stage } from './stage.ts'
import { watchInstalled } from './watching.ts'

export interface SiteViews {
  generate(host: string): Promise<void>
  openStatus(): Promise<void>
  /** Where it was saved. */
  save(name: string, text: string): Promise<Result<string>>
}

export interface Looking {
  readonly context: Context
  /** What is open now: another site may be by the time an answer comes. */
  readonly stage: () => Stage | null
  readonly state: () => SessionState
  readonly set: (change: Partial<SessionState>) => void
}

export const createSiteViews = ({ context, stage, state, set }: Looking): SiteViews => ({
  generate: async host => {
    const at = stage()
    if (at === null || state().generated[host] !== undefined) return
    const hosts = at.read.plan.hosts.map(({ name }) => name)
    set({ generated: same(hosts, { state: 'making' }) })
    const generated = await generatedFiles(at.read, hosts, context)
    if (stage() === at) set({ generated })
  },

  openStatus: async () => {
    const at = stage()
    if (at === null || state().status !== null) return
    set({ status: { state: 'opening' } })
    const opened = await installedOf(at.read, at.flags, context)
    if (stage() !== at) return
    set({
      status: opened.ok
        ? {
            state: 'open',
            hosts: opened.value.hosts.map(({ name }) => name),
            watch: watchInstalled(opened.value, context.world),
          }
        : { state: 'refused', fault: opened.fault },
    })
  },

  save: async (name, text) => {
    const path = `${context.cwd}/${name.replaceAll('/', '-')}`
    const written = await context.world.files.writePrivate(path, text)
    return written.ok ? { ok: true, value: path } : written
  },
})
