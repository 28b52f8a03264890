import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFiles } from '../../../src/engine/node/files.ts'

const files = createFiles()
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777

test('a text is read whole, and refused when it is larger than makes sense', async () => {
  const path = join(folder, 'site.json')
  await writeFile(path, 'ä'.repeat(100_000))
  expect(await files.readText(path, 200_000)).toEqual({ ok: true, value: 'ä'.repeat(100_000) })
  expect(await files.readText(path, 199_999)).toMatchObject({ ok: false, fault: { code: 'file-too-large' } })
})

test('what is not there, a folder, and what is forbidden each have their face', async () => {
  expect(await files.readText(join(folder, 'no'), 9)).toMatchObject({ fault: { code: 'file-missing' } })
  expect(await files.readText(folder, 9)).toMatchObject({ fault: { code: 'not-a-file', place: folder } })
  expect(await files.open(folder)).toMatchObject({ fault: { code: 'not-a-file' } })
  expect(await files.list(join(folder, 'no'))).toMatchObject({ fault: { code: 'file-missing' } })
})

test('a source gives bytes from any place, fewer only at the end', async () => {
  const path = join(folder, 'initrd')
  await writeFile(path, Buffer.from([0, 1, 2, 3, 4]))
  const source = await files.open(path)
  if (!source.ok) throw new Error(source.fault.message)
  const { size, read, close } = source.value
  expect(size).toBe(5)
  expect([...(await read(1, 2))]).toEqual([1, 2])
  expect([...(await read(3, 100))]).toEqual([3, 4])
  expect([...(await read(9, 1))]).toEqual([])
  await close()
})

test('what we write is ours alone, replaced in one step, and leaves no draft', async () => {
  const path = join(folder, 'state', 'deep', 'key')
  expect(await files.writePrivate(path, 'old')).toEqual({ ok: true, value: undefined })
  expect(await files.writePrivate(path, Buffer.from('new'))).toEqual({ ok: true, value: undefined })
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await mode(path)).toBe(0o600)
  expect(await mode(join(folder, 'state'))).toBe(0o700)
  expect(await readdir(join(folder, 'state', 'deep'))).toEqual(['key'])
})

test('what others are to read is theirs to read, replaced in one step', async () => {
  const path = join(folder, 'artifacts', 'base', 'netboot.ipxe')
  expect(await files.write(path, 'old')).toEqual({ ok: true, value: undefined })
  expect(await files.write(path, 'new')).toEqual({ ok: true, value: undefined })
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await mode(path)).toBe(0o644)
  expect(await mode(join(folder, 'artifacts'))).toBe(0o755)
  expect(await readdir(join(folder, 'artifacts', 'base'))).toEqual(['netboot.ipxe'])
})

test('a digest is that of the whole file', async () => {
  const path = join(folder, 'initrd')
  await writeFile(path, Buffer.alloc(3_000_000, 'ab'))
  const told = execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64)
  expect(await files.digest(path)).toEqual({ ok: true, value: told })
  expect(await files.digest(join(folder, 'no'))).toMatchObject({ fault: { code: 'file-missing' } })
  expect(await files.digest(folder)).toMatchObject({ fault: { code: 'not-a-file' } })
})

test('a copy takes the place of the old file in one step: whoever reads that one keeps it', async () => {
  await writeFile(join(folder, 'old'), 'old')
  await writeFile(join(folder, 'new'), 'new')
  const reader = await files.open(join(folder, 'old'))
  if (!reader.ok) throw new Error(reader.fault.message)
  expect(await files.copy(join(folder, 'new'), join(folder, 'old'), 0o644)).toMatchObject({ ok: true })
  expect(Buffer.from(await reader.value.read(0, 3)).toString()).toBe('old')
  expect(await readFile(join(folder, 'old'), 'utf8')).toBe('new')
  expect((await readdir(folder)).sort()).toEqual(['new', 'old'])
  await reader.value.close()
})

test('writing where it cannot be is a fault', async () => {
  await writeFile(join(folder, 'file'), '')
  expect(await files.writePrivate(join(folder, 'file', 'x'), '')).toMatchObject({ ok: false })
})

test('a private folder is gone with everything in it', async () => {
  const made = await files.privateFolder('firstlight')
  if (!made.ok) throw new Error(made.fault.message)
  expect(await mode(made.value.path)).toBe(0o700)
  await files.writePrivate(join(made.value.path, 'a', 'b'), 'secret')
  await made.value.remove()
  expect(await files.exists(made.value.path)).toBe(false)
})

test('a copied tree has our modes, follows links, and its folders may be walked', async () => {
  const from = join(folder, 'from')
  await mkdir(join(from, 'etc', 'ssh'), { recursive: true, mode: 0o700 })
  await writeFile(join(from, 'etc', 'ssh', 'key'), 'secret', { mode: 0o644 })
  await symlink('key', join(from, 'etc', 'ssh', 'link'))
  const to = join(folder, 'to')
  expect(await files.copy(from, to, 0o600)).toEqual({ ok: true, value: undefined })
  expect(await readFile(join(to, 'etc', 'ssh', 'link'), 'utf8')).toBe('secret')
  expect(await mode(join(to, 'etc', 'ssh', 'key'))).toBe(0o600)
  expect(await mode(join(to, 'etc'))).toBe(0o755)
})

test('links in a circle and pipes are refused, not followed for ever', async () => {
  const from = join(folder, 'from')
  await mkdir(from)
  await symlink('.', join(from, 'self'))
  expect(await files.copy(from, join(folder, 'to'), 0o600)).toMatchObject({
    ok: false,
    fault: { code: 'link-loop' },
  })
  execFileSync('mkfifo', [join(folder, 'pipe')])
  expect(await files.copy(join(folder, 'pipe'), join(folder, 'x'), 0o600)).toMatchObject({
    ok: false,
    fault: { code: 'not-a-file' },
  })
})

test('an appended line is down at once, in a file of ours alone', async () => {
  const path = join(folder, 'runs', 'journal')
  const opened = files.appender(path)
  if (!opened.ok) throw new Error(opened.fault.message)
  expect(opened.value.append('{"a":1}')).toEqual({ ok: true, value: undefined })
  expect(await readFile(path, 'utf8')).toBe('{"a":1}\n')
  opened.value.append('ä')
  opened.value.close()
  opened.value.close()
  expect(opened.value.append('late')).toMatchObject({ ok: false })
  expect(await readFile(path, 'utf8')).toBe('{"a":1}\nä\n')
  expect(await mode(path)).toBe(0o600)
})

test('a full disk is a fault with its name', async () => {
  const opened = files.appender('/dev/full')
  if (!opened.ok) throw new Error(opened.fault.message)
  expect(opened.value.append('x')).toMatchObject({ ok: false, fault: { code: 'disk-full' } })
  opened.value.close()
})

test('free space is told for a path that is not there yet', async () => {
  expect(await files.free(join(folder, 'a', 'b'))).toBeGreaterThan(0)
})

test('existence is a question with an answer', async () => {
  await chmod(folder, 0o700)
  expect([await files.exists(folder), await files.exists(join(folder, 'no'))]).toEqual([true, false])
})
