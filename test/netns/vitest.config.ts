/** Tests that need root: real ports and broadcasts, in network namespaces they make and remove. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/netns/**/*.test.ts'],
    globalSetup: 'test/netns/build.ts',
    testTimeout: 60_000,
    fileParallelism: false,
  },
})
