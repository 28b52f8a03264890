/** The kernel's name for what went wrong (`ENOENT`), out of whatever was thrown. */
export const errnoOf = (error: unknown): string =>
  hasCode(error) ? error.code : error instanceof Error ? error.message : String(error)

const hasCode = (error: unknown): error is { code: string } =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
