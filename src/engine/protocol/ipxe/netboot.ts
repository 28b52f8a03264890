/** The script for whoever serves an installer by hand: no machine's name in it, no token, nobody to phone home to. */
import { asScript, objectionTo, type Script } from './words.ts'

export interface Netboot {
  readonly name: string
  readonly init: string
  readonly params: readonly string[]
}

/** The files lie beside the script: iPXE takes their names as relative to where the script came from. */
export const netbootScript = ({ name, init, params }: Netboot): Script => {
  const why = objectionTo([
    ['host name', name],
    ['init path', init],
    ...params.map(param => ['kernel parameter', param] as const),
  ])
  if (why !== undefined) return { ok: false, why }
  return asScript([
    `# ${name}, to be served as it lies here: bzImage, initrd and this file in one folder, by HTTP or TFTP`,
    ['kernel bzImage', `init=${init}`, 'initrd=initrd', ...params].join(' '),
    'initrd --name initrd initrd',
    'boot',
  ])
}
