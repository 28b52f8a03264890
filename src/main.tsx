#!/usr/bin/env node
/** The composition root: argv → the real World → a command → an exit code. */
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { CommanderError } from 'commander'
import { onConsole } from './cli/consoles.ts'
import { type Context, exitCodes } from './cli/context.ts'
import { createOutput } from './cli/output.ts'
import { type Actions, createProgram } from './cli/program.ts'
import { onSignal } from './cli/signals.ts'

// React's development build takes several times as long for every frame; half of each draws nothing at all.
process.env.NODE_ENV ??= 'production'

// What is compiled stays for the next start: a sixth of the time to the first frame. In a folder of the user's own, for
// it is run; Node before 22.1 knows no such thing.
module.enableCompileCache?.(`${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/firstlight/compiled`)

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string }
const write = createOutput(process.stdout)
const complain = createOutput(process.stderr)
const out = (line: string): void => write(`${line}\n`)
const err = (line: string): void => complain(`${line}\n`)

const context = async (): Promise<Context> => ({
  world: (await import('./engine/node/world.ts')).createWorld(),
  ...{ out, err, write, root, version, onSignal, onConsole },
  env: process.env,
  cwd: process.cwd(),
  home: homedir(),
  terminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
})

/** A command is loaded when it is called: `--help` does not wait for what it will not use. */
const actions: Actions = {
  screen: async flags => (await import('./cli/welcome.ts')).welcome(flags, await context()),
  guide: async flags => (await import('./cli/guide/command.ts')).guide(flags, await context()),
  run: async flags => (await import('./cli/run.ts')).run(flags, await context()),
  plan: async flags => (await import('./cli/plan.ts')).plan({ ...(await context()), flags }),
  check: async flags => (await import('./cli/check.ts')).check({ ...(await context()), flags }),
  render: async flags => (await import('./cli/render.ts')).render(flags, await context()),
  imagesBuild: async flags => (await import('./cli/images.ts')).imagesBuild(flags, await context()),
  status: async flags => (await import('./cli/status.ts')).status(flags, await context()),
  resume: async flags => (await import('./cli/resume.ts')).resume(flags, await context()),
  rehearse: async flags => (await import('./cli/rehearse.ts')).rehearse(flags, await context()),
  deploy: async flags => (await import('./cli/deploy.ts')).deploy(flags, await context()),
  rollback: async flags => (await import('./cli/deploy.ts')).rollback(flags, await context()),
  diff: async flags => (await import('./cli/diff.ts')).diff(flags, await context()),
  buildVm: async flags => (await import('./cli/build-vm.ts')).buildVm(flags, await context()),
  init: async flags => (await import('./cli/init.ts')).init(flags, await context()),
  completion: async (shell, table) =>
    (await import('./cli/manual/manual.ts')).completion(shell, table, { write }),
  man: async table => (await import('./cli/manual/manual.ts')).man(table, { write }),
  hostKey: async (hosts, flags) => (await import('./cli/host-key.ts')).hostKey(hosts, flags, await context()),
  demo: async flags => (await import('./cli/demo.ts')).demo(flags, await context()),
}

const needed = 22
if (Number.parseInt(process.versions.node, 10) < needed) {
  err(
    `firstlight needs Node ${needed} or newer; this is ${process.versions.node}. In a clone, npx firstlight brings its own.`,
  )
  process.exit(exitCodes.refused)
}

try {
  await createProgram(actions, { out, err, version }, code => {
    process.exitCode = code
  }).parseAsync()
} catch (error) {
  if (error instanceof CommanderError)
    process.exitCode = error.exitCode === 0 ? exitCodes.well : exitCodes.badUsage
  else {
    err(`firstlight: this should not happen: ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = exitCodes.machineFailed
  }
}
