/** The iPXE builds that machines are given: one for each kind of firmware there may be. */
import { missingPrograms, noBootPrograms } from '../faults/preflight.ts'
import { type Finding, good, type PreflightOptions, refused, warning } from './preflight.ts'

const needed = ['undionly.kpxe', 'snponly.efi']

export const checkPrograms = async ({ programs, plan }: PreflightOptions): Promise<readonly Finding[]> => {
  const named = plan.hosts.flatMap(({ firmware }) => (firmware.bootFile === null ? [] : [firmware.bootFile]))
  const missing = [...new Set([...needed, ...named])].filter(name => !programs.has(name))
  if (programs.size === 0) return [refused('boot programs', noBootPrograms())]
  return [
    missing.length === 0
      ? good('boot programs', [...programs].join(', '))
      : warning('boot programs', missingPrograms(missing)),
  ]
}
