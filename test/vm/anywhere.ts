/** nixos-anywhere, the stand-in or the real one, run where the machines can be reached. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { inject } from 'vitest'
import { type Ground, operatorKey } from './ground.ts'

/** The stand-in, unless the real one is named. */
export const installer =
  process.env.FIRSTLIGHT_VM_NIXOS_ANYWHERE ??
  fileURLToPath(new URL('stand-in/nixos-anywhere', import.meta.url))

export interface Installed {
  readonly exitCode: number | undefined
  /** Its `### … ###` lines, without the marks. */
  readonly steps: readonly string[]
  readonly output: string
}

export const install = async (ground: Ground, name: string, extraFiles: string): Promise<Installed> => {
  const { system, disko } = inject('images')
  const [command, ...args] = ground.lab.inside([
    installer,
    ...['--store-paths', disko, system, '--extra-files', extraFiles, '-i', operatorKey()],
    ...['--build-on', 'local', '--no-substitute-on-destination', '--ssh-store-setting', 'compress', 'false'],
    ...['--phases', 'disko,install,reboot', `root@${ground.address(name)}`],
  ])
  // A home of its own: ssh must not meet this user's settings or known hosts.
  const env = { HOME: join(ground.folder, 'home') }
  const log = { file: join(inject('cache'), 'logs', `${name}.nixos-anywhere.log`), append: true } as const
  const ran = await execa(command, args, {
    ...{ reject: false, all: true, env, stdin: 'ignore', timeout: 200_000 },
    ...{ stdout: ['pipe', log], stderr: ['pipe', log] },
  })
  const steps = [...ran.stdout.matchAll(/^### (.*) ###$/gm)].map(([, step = '']) => step)
  return { exitCode: ran.exitCode, steps, output: ran.all }
}
