/** Where a program is on PATH, as the shell would find it. */
import { access, constants, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

export const findProgram = async (program: string): Promise<string | undefined> => {
  const folders = program.includes('/') ? [''] : (process.env.PATH ?? '').split(delimiter)
  for (const folder of folders) {
    const path = folder === '' ? program : join(folder, program)
    if (await isProgram(path)) return path
  }
  return undefined
}

const isProgram = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
