/** Where installers and systems come from: prebuilt artifacts, or Nix; each is asked for once, whoever asks. */
import type { Artifacts } from '../artifacts/load.ts'
import { fail, type Result, succeed } from '../errors.ts'
import type { Host, InstallerImage, TargetSystem } from '../plan.ts'
import type { Builds } from './task.ts'

export const prebuilt = (artifacts: Artifacts): Builds => ({
  installer: async name => found(artifacts.image(name), `images.${name}`, artifacts.folder),
  system: async host =>
    found(artifacts.system(host.name, host.system), `systems.${host.system}`, artifacts.folder),
})

const found = <T>(value: T | undefined, what: string, folder: string): Result<T> =>
  value === undefined
    ? fail({
        code: 'no-artifact',
        message: `there is no ${what} among the prebuilt artifacts`,
        place: `${folder}/manifest.json`,
        remedy: 'Build it with firstlight images build, or run without --artifacts so that Nix builds it',
      })
    : succeed(value)

/** Asking twice builds once; what failed is asked again, for a retry may follow a correction. */
export const once = (builds: Builds): Builds => {
  const installers = new Map<string, Promise<Result<InstallerImage>>>()
  const systems = new Map<string, Promise<Result<TargetSystem>>>()
  return {
    installer: name => remembered(installers, name, () => builds.installer(name)),
    system: (host: Host) => remembered(systems, host.name, () => builds.system(host)),
  }
}

const remembered = <T>(
  known: Map<string, Promise<Result<T>>>,
  key: string,
  build: () => Promise<Result<T>>,
) => {
  const started = known.get(key) ?? build()
  known.set(key, started)
  void started.then(({ ok }) => ok || known.delete(key))
  return started
}
