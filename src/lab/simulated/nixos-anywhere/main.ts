#!/usr/bin/env node
/**
 * A stand-in for nixos-anywhere, for the simulated lab: the real one's command line, output, exit codes and bad
 * habits, held against transcripts of it, acting over SSH. It brings no kexec image and copies from the lab's
 * own store; everything else it says, it does.
 */
import { readFile } from 'node:fs/promises'
import { type Arguments, readArguments } from './arguments.ts'
import { type Anywhere, checkStore, disko, done, gatherFacts, install, reboot, uploadKeys } from './phases.ts'

const main = async (): Promise<number> => {
  const read = readArguments(process.argv.slice(2))
  if (!read.ok) {
    process.stderr.write(`${read.message}\n`)
    return 1
  }
  const missing = await checkStore(read.value)
  return missing === 0 ? run(read.value) : missing
}

const run = async (args: Arguments): Promise<number> => {
  const privateKey = await readFile(args.identity)
  const remote = await uploadKeys(args, privateKey)
  const anywhere: Anywhere = { args, privateKey, remote }
  const phases = { disko, install, reboot }
  let code = await gatherFacts(anywhere)
  for (const [name, phase] of Object.entries(phases))
    if (code === 0 && args.phases.has(name)) code = await phase(anywhere)
  if (code === 0) done()
  remote.close()
  return code
}

process.exitCode = await main()
