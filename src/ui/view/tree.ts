/** Paths as a tree, folders that hold one folder drawn as one. */
import type { Glyphs } from '../theme.ts'

export interface TreeRow {
  readonly label: string
  /** The file's path; null for a folder. */
  readonly path: string | null
}

interface Folder {
  readonly folders: Map<string, Folder>
  readonly files: Map<string, string>
}

const folder = (): Folder => ({ folders: new Map(), files: new Map() })

export const treeRows = (paths: readonly string[], glyphs: Glyphs): readonly TreeRow[] => {
  const root = folder()
  for (const path of paths) place(root, path.split('/').filter(Boolean), path)
  return rowsOf(root, '', glyphs)
}

const place = (into: Folder, [first = '', ...rest]: readonly string[], path: string): void => {
  if (rest.length === 0) {
    into.files.set(first, path)
    return
  }
  const next = into.folders.get(first) ?? folder()
  into.folders.set(first, next)
  place(next, rest, path)
}

const rowsOf = (
  { folders, files }: Folder,
  indent: string,
  { tree }: Pick<Glyphs, 'tree'>,
): readonly TreeRow[] => {
  const entries = [
    ...[...folders].map(([name, inner]) => ({ ...joined(name, inner), path: null })),
    ...[...files].map(([name, path]) => ({ name, path, inner: null })),
  ].toSorted((one, other) => one.name.localeCompare(other.name))
  return entries.flatMap(({ name, path, inner }, index) => {
    const last = index === entries.length - 1
    const below = indent + (last ? '   ' : `${tree.line} `.slice(0, 3).padEnd(3))
    return [
      { label: `${indent}${last ? tree.last : tree.branch} ${name}${inner === null ? '' : '/'}`, path },
      ...(inner === null ? [] : rowsOf(inner, below, { tree })),
    ]
  })
}

/** `etc/systemd/network`, not three lines that say nothing. */
const joined = (name: string, inner: Folder): { name: string; inner: Folder } => {
  const [only, ...more] = inner.folders
  return only === undefined || more.length > 0 || inner.files.size > 0
    ? { name, inner }
    : joined(`${name}/${only[0]}`, only[1])
}
