/** What this host has of what a run needs, and who else is on the network. */
import { wiresOf } from '../../engine/guide/answers.ts'
import type { Answers, Wire } from '../../engine/index.ts'
import { checkHost, checkWire } from '../../engine/preflight/preflight.ts'
import { gather, whatToLookAt } from '../launch.ts'
import { publicKeys } from '../new-site.ts'
import { loadVendors } from '../vendors.ts'
import type { Sheet } from './sheet.ts'

export const lookAtHost = async (sheet: Sheet): Promise<void> => {
  const { context, ground } = sheet
  sheet.set({ busy: 'looking at what a run needs', fault: null })
  const kit = await gather({ ...ground.flags, attended: true }, context)
  if (!kit.ok) return sheet.stop(kit.fault)
  const { sshKey } = ground.flags
  const keys = await publicKeys(
    sshKey === undefined ? undefined : [`${sshKey.replace(/\.pub$/, '')}.pub`],
    context,
  )
  if (!keys.ok) return sheet.stop(keys.fault)
  const plan = sheet.draft(sheet.state().answers)
  if (!plan.ok) return sheet.stop(plan.fault)
  const needs = await checkHost(whatToLookAt(plan.value, kit.value, context))
  sheet.kit = kit.value
  sheet.keys = keys.value
  sheet.set({ busy: null, vendor: await loadVendors(), needs })
}

export const lookAround = async (sheet: Sheet, answers: Answers): Promise<void> => {
  const { kit, context } = sheet
  const busy = `listening for address servers on ${answers.interface}`
  sheet.go('addresses', { answers, busy, around: [] })
  const plan = sheet.draft(answers)
  if (!plan.ok) return sheet.stop(plan.fault)
  if (kit !== null) sheet.set({ busy: null, around: await checkWire(whatToLookAt(plan.value, kit, context)) })
}

export const wiresHere = ({ context, ground }: Sheet): readonly Wire[] =>
  wiresOf(context.world.network.interfaces(), ground.loopback)
