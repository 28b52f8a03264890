/**
 * Removing a lab: everything that runs inside its namespaces, the namespaces (their links go with them) and
 * its folder. The same for our own at the end and for what a crashed run left; repeating it is harmless.
 */
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { run } from './command.ts'
import { isAlive, ownerOf, siteName } from './names.ts'

const namespaces = async (): Promise<readonly string[]> => {
  const listed = await run(['ip', 'netns', 'list'])
  return listed.ok ? listed.value.split('\n').flatMap(line => line.split(' ')[0] || []) : []
}

const pidsInside = async (namespace: string): Promise<readonly number[]> => {
  const listed = await run(['ip', 'netns', 'pids', namespace])
  return listed.ok ? listed.value.split('\n').filter(Boolean).map(Number) : []
}

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

const emptyNamespace = async (namespace: string): Promise<void> => {
  for (let round = 0; round < 50; round++) {
    const pids = (await pidsInside(namespace)).filter(pid => pid !== process.pid)
    if (pids.length === 0) return
    pids.forEach(kill)
    await pause(20)
  }
}

export const removeLab = async (name: string, folders: string): Promise<void> => {
  const present = await namespaces()
  for (const namespace of [siteName(name), name].filter(each => present.includes(each))) {
    await emptyNamespace(namespace)
    await run(['ip', 'netns', 'del', namespace])
  }
  await rm(join(folders, name), { recursive: true, force: true })
}

/** Synchronous, for a program at its exit: what runs inside ends with us, and the namespace with the last of it. */
export const abandonLab = (name: string, folders: string): void => {
  for (const namespace of [siteName(name), name])
    spawnSync('ip', ['netns', 'del', namespace], { stdio: 'ignore' })
  rmSync(join(folders, name), { recursive: true, force: true })
}

/** Names of the labs whose owner is gone, now removed. */
export const sweepLeftovers = async (folders: string): Promise<readonly string[]> => {
  const names = [...(await namespaces()), ...(await readdir(folders).catch(() => []))]
  const labs = new Set(names.filter(ownerOf).map(name => name.replace(/-site$/, '')))
  const left: string[] = []
  for (const name of labs) {
    const owner = ownerOf(name)
    if (owner && !(await isAlive(owner))) left.push(name)
  }
  for (const name of left) await removeLab(name, folders)
  return left
}
