import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/lib/systemd']

/** Where a program is, or undefined. Daemons live outside a user's PATH on Debian. */
export function findTool(name: string): string | undefined {
  return folders.map(folder => join(folder, name)).find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export function tool(name: string): string {
  const path = findTool(name)
  if (path === undefined) throw new Error(`${name} is not installed; test/nix/run installs it`)
  return path
}

const isMissing = (need: string) =>
  need === 'root' ? process.getuid?.() !== 0 : findTool(need) === undefined

/**
 * A suite that needs real programs. Where one is missing the suite is left out and one line says so; in CI, where
 * nobody reads such lines, it fails instead.
 */
export function describeWith(needs: string[], title: string, suite: () => void): void {
  const missing = needs.filter(isMissing)
  if (missing.length === 0) return void describe(title, suite)
  const line = `${title}: not run, as this machine lacks ${missing.join(', ')} (test/nix/run installs what is needed)`
  if (process.env.CI !== 'true') {
    process.stderr.write(`${line}\n`)
    return void describe(title, () => void it.skip(line))
  }
  describe(title, () => {
    it('has the programs it needs', () => expect(missing, line).toEqual([]))
  })
}
