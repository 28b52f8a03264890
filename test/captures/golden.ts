/** Compares text with what was approved before; `UPDATE_GOLDEN=1` writes it anew, for review in the diff. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

export const expectGolden = (name: string, text: string): void => {
  const path = new URL(`./golden/${name}.txt`, import.meta.url)
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
}
