/** What is tested is what is written: the program is built before the tests begin. */
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'

export const setup = (): void => {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: resolve(import.meta.dirname, '../..'),
    stdio: 'inherit',
  })
}
