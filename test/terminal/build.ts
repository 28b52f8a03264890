/** What is tested on a terminal is the program as it is built: from these sources, not from the last ones. */
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'

export default (): void => {
  const root = resolve(import.meta.dirname, '../..')
  const tsc = `${root}/node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
}
