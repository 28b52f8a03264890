/** Each installer's kernel and initrd, opened once for all machines that boot it. */
import type { ImageSources } from './gate.ts'
import { hostNamed, type Plan } from './plan.ts'
import type { Builds } from './work/task.ts'
import type { Files } from './world.ts'

export interface Images {
  of(host: string): Promise<ImageSources | undefined>
  close(): Promise<void>
}

type Open = (ImageSources & { close(): Promise<void> }) | undefined

export const openImages = (files: Files, builds: Builds, planNow: () => Plan): Images => {
  const open = new Map<string, Promise<Open>>()
  return {
    of: async host => {
      const installer = hostNamed(planNow(), host)?.installer
      if (installer === undefined) return undefined
      const opened = open.get(installer) ?? openImage(files, builds, installer)
      open.set(installer, opened)
      void opened.then(image => image ?? open.delete(installer))
      return opened
    },
    close: async () => {
      for (const image of open.values()) await (await image)?.close()
    },
  }
}

const openImage = async (files: Files, builds: Builds, installer: string): Promise<Open> => {
  const image = await builds.installer(installer)
  if (!image.ok) return undefined
  const kernel = await files.open(image.value.kernel)
  const initrd = await files.open(image.value.initrd)
  if (kernel.ok && initrd.ok) {
    const { init, params } = image.value
    const close = async () => void (await Promise.all([kernel.value.close(), initrd.value.close()]))
    return { kernel: kernel.value, initrd: initrd.value, init, params, close }
  }
  if (kernel.ok) await kernel.value.close()
  if (initrd.ok) await initrd.value.close()
  return undefined
}
