/** Disk and memory for what will be built, and an honest word about the time the images take on the link. */
import { littleDisk, littleMemory } from '../faults/preflight.ts'
import { type Finding, good, type PreflightOptions, warning } from './preflight.ts'

const gigabyte = 1e9
/** Building an installer wants this much; installing from artifacts only the journal. */
const toBuild = { disk: 50 * gigabyte, memory: 8 * gigabyte }
const toServe = { disk: 0.1 * gigabyte, memory: 1 * gigabyte }

export const checkResources = async ({
  world,
  prebuilt,
  folder,
  plan,
}: PreflightOptions): Promise<readonly Finding[]> => {
  const needs = prebuilt ? toServe : toBuild
  const disk = await world.files.free(prebuilt ? folder : '/nix/store')
  const memory = world.system.memoryBytes()
  const machines = plan.hosts.filter(({ managed }) => managed).length
  return [
    disk < needs.disk
      ? warning('disk space', littleDisk(disk, needs.disk))
      : good('disk space', `${gigabytes(disk)} free`),
    memory < needs.memory
      ? warning('memory', littleMemory(memory, needs.memory))
      : good('memory', gigabytes(memory)),
    ...(machines === 0 ? [] : [good('on the link', estimate(machines))]),
  ]
}

const gigabytes = (bytes: number): string => `${(bytes / gigabyte).toFixed(1)} GB`

/** 0.4 GB of installer and up to 2 GB of system a machine, at 1 Gbit/s shared by all. */
const estimate = (machines: number): string => {
  const bytes = machines * 2.4 * gigabyte
  const seconds = bytes / 0.117e9
  return `up to ${gigabytes(bytes)} for ${machines} machine${machines === 1 ? '' : 's'}: about ${Math.ceil(seconds / 60)} min at 1 Gbit/s, ${Math.ceil(seconds / 600)} min at 10`
}
