/** What generates: a clone that was pulled has other generators under the same version. */
import type { World } from '../world.ts'

/** Changes with every file the generators are made of. */
export const markOf = async (world: Pick<World, 'files' | 'hash'>, library: string): Promise<string> => {
  const texts: string[] = []
  for (const folder of [library, `${library}/../nix-nos/lib`]) {
    const listed = await world.files.list(folder)
    const names = listed.ok ? listed.value.filter(name => name.endsWith('.nix')) : []
    for (const name of names) {
      const text = await world.files.readText(`${folder}/${name}`, 1024 * 1024)
      texts.push(name, text.ok ? text.value : '')
    }
  }
  return world.hash(texts.join('\0')).slice(0, 16)
}
