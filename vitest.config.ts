import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/vm/**', 'test/nix/**', 'test/netns/**'],
    globalSetup: 'test/vm/leftOut.ts',
    testTimeout: 30_000,
    maxWorkers: 2,
  },
})
