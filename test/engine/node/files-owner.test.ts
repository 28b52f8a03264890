import { chown, mkdir, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFiles } from '../../../src/engine/node/files.ts'

const isRoot = process.getuid?.() === 0
const operator = 4711

const files = createFiles()
let home = ''
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'owner-'))
  if (isRoot) await chown(home, operator, operator)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const ownerOf = async (path: string) => (await stat(join(home, path))).uid

test.skipIf(!isRoot)(
  '(needs root) what root writes in somebody’s folder is theirs, folders included',
  async () => {
    await files.write(join(home, 'site', 'machines', 'node1.nix'), 'text')
    await files.writePrivate(join(home, 'keys', 'host'), 'key')
    await files.makeFolder(join(home, 'state', 'deep'))
    const opened = files.appender(join(home, 'runs', 'journal.jsonl'))
    if (opened.ok) opened.value.append('line')
    const made = ['site', 'site/machines', 'site/machines/node1.nix', 'keys/host', 'state', 'state/deep']
    for (const path of [...made, 'runs', 'runs/journal.jsonl'])
      expect([path, await ownerOf(path)]).toEqual([path, operator])
    expect(await readFile(join(home, 'runs', 'journal.jsonl'), 'utf8')).toBe('line\n')
  },
)

test.skipIf(!isRoot)('(needs root) so is what it copies there, trees included', async () => {
  const from = await mkdtemp(join(tmpdir(), 'image-'))
  await files.write(join(from, 'initrd'), 'image')
  await files.write(join(from, 'deep', 'kernel'), 'image')
  expect(await files.copy(from, join(home, 'out', 'netboot'), 0o644)).toMatchObject({ ok: true })
  const made = ['out', 'out/netboot', 'out/netboot/initrd', 'out/netboot/deep', 'out/netboot/deep/kernel']
  expect(await Promise.all(made.map(ownerOf))).toEqual(made.map(() => operator))
  await rm(from, { recursive: true })
})

test.skipIf(!isRoot)('(needs root) what lies in a folder of root stays root’s', async () => {
  await mkdir(join(home, 'root'))
  await files.write(join(home, 'root', 'below', 'file'), 'text')
  expect(await Promise.all(['root', 'root/below', 'root/below/file'].map(ownerOf))).toEqual([0, 0, 0])
})

test.skipIf(!isRoot)('(needs root) what a name in that folder leads to is not given away', async () => {
  await mkdir(join(home, 'runs'))
  await chown(join(home, 'runs'), operator, operator)
  const elsewhere = await mkdtemp(join(tmpdir(), 'elsewhere-'))
  await files.write(join(elsewhere, 'precious'), 'root')
  await symlink(join(elsewhere, 'precious'), join(home, 'runs', 'journal.jsonl'))
  expect(files.appender(join(home, 'runs', 'journal.jsonl')).ok).toBe(true)
  expect((await stat(join(elsewhere, 'precious'))).uid).toBe(0)
  await rm(elsewhere, { recursive: true })
})

test.skipIf(isRoot)('what others than root write is their own', async () => {
  await files.write(join(home, 'site', 'file'), 'text')
  expect(await ownerOf('site/file')).toBe(process.getuid?.())
})
