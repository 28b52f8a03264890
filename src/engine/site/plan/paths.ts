/** Paths as text: this part of the program knows no file system. */

/** `.` for a file in the current folder. */
export const folderOf = (path: string): string =>
  path.replace(/\/?[^/]*$/, '') || (path.startsWith('/') ? '/' : '.')

/** `path` as seen from where we are, when it was written in a file that lies in `root`. */
export const within = (root: string, path: string): string => {
  if (path.startsWith('/')) return path
  const joined = tidy(`${root}/${path}`)
  return joined.startsWith('/') || joined.startsWith('.') ? joined : `./${joined}`
}

const tidy = (path: string): string => {
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '.' || part === '') continue
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (part !== '..' || !path.startsWith('/')) kept.push(part)
  }
  return (path.startsWith('/') ? '/' : '') + kept.join('/') || '.'
}

/**
 * A flake, or an output of one. Only those written as a folder (`.`, `./x`, `.#y`) are relative to the site:
 * to its folder, or to the flake it came out of.
 */
export const flakeWithin = (base: string, reference: string): string => {
  if (!reference.startsWith('.')) return reference
  const [folder = '.', ...output] = reference.split('#')
  return [isReference(base) ? inFlake(base, folder) : within(base, folder), ...output].join('#')
}

/** `github:owner/name`, but not a folder. */
export const isReference = (text: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(text)

const inFlake = (flake: string, folder: string): string => {
  const below = tidy(folder)
  return below === '.' ? flake : `${flake}${flake.includes('?') ? '&' : '?'}dir=${below}`
}
