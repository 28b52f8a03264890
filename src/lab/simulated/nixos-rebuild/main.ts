#!/usr/bin/env node
/**
 * A stand-in for nixos-rebuild, for the simulated lab: the real one's command line for a target host, acting over
 * SSH with the options it is given in NIX_SSHOPTS, host keys checked. It evaluates nothing: what a flake's output
 * is, the lab's manifest says, and paths come from the lab's own store.
 */
import { type Arguments, readArguments } from './arguments.ts'
import { connectAs } from './connection.ts'
import { buildVm, copySystem, rollBack, setProfile, switchTo, systemOf } from './steps.ts'

const main = async (): Promise<number> => {
  const args = readArguments(process.argv.slice(2))
  if (typeof args === 'string') return complain(`nixos-rebuild: error: ${args}`)
  const system = args.rollback ? '' : await systemOf(args)
  if (system === undefined)
    return complain(
      `error: flake '${args.flake}' does not provide attribute 'nixosConfigurations.${args.name}'`,
    )
  return args.action === 'build-vm' ? buildVm(args) : activate(args, system)
}

const activate = async (args: Arguments, system: string): Promise<number> => {
  const connected = await connectAs(args.target)
  if (!connected.ok) return complain(`ssh: ${connected.why}`, 255)
  const { remote } = connected
  try {
    if (args.rollback) return (await rollBack(remote)) || (await switchTo(remote, null, args.action))
    const copied = await copySystem(remote, args, system)
    const set = copied || (args.action === 'switch' ? await setProfile(remote, system) : 0)
    return set || (await switchTo(remote, system, args.action))
  } finally {
    remote.close()
  }
}

const complain = (line: string, code = 1): number => {
  process.stderr.write(`${line}\n`)
  return code
}

process.exitCode = await main()
