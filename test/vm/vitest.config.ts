import { defineConfig } from 'vitest/config'

/** Real machines share two cores: one file after the other, and a limit for each that no good run comes near. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/vm/**/*.test.ts'],
    globalSetup: ['test/netns/build.ts', 'test/vm/images.ts'],
    fileParallelism: false,
    testTimeout: 400_000,
    hookTimeout: 60_000,
    reporters: 'verbose',
  },
})
