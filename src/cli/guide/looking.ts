/** What this host has of what a run needs, and who else is on the network. */

import type { Result } from '../../engine/errors.ts'
import { wiresOf } from '../../engine/guide/answers.ts'
import type { Answers, Wire } from '../../engine/index.ts'
import { checkHost, checkWire, type Finding, good, refused } from '../../engine/preflight/preflight.ts'
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
  const plan = sheet.draft(sheet.state().answers)
  if (!plan.ok) return sheet.stop(plan.fault)
  const needs = await checkHost(whatToLookAt(plan.value, kit.value, context))
  sheet.kit = kit.value
  sheet.keys = keys.ok ? keys.value : []
  sheet.set({ busy: null, vendor: await loadVendors(), needs: [...needs, publicKey(keys)] })
}

const publicKey = (keys: Result<readonly string[]>): Finding =>
  keys.ok
    ? good('who may log in', `${keys.value.length} public ${keys.value.length === 1 ? 'key' : 'keys'}`)
    : refused('who may log in', { ...keys.fault, place: 'guide', remedy: makeOne })

const makeOne =
  'Make a key with ssh-keygen -t ed25519, or connect with your agent (ssh -A): then r looks again'

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
