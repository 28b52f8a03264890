import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: 'test/vm/leftOut.ts',
    testTimeout: 30_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/vm/**', 'test/nix/**', 'test/netns/**', 'test/terminal/**'],
        },
      },
      // The program itself, as it is built, on terminals.
      {
        extends: true,
        test: {
          name: 'terminal',
          include: ['test/terminal/**/*.test.ts'],
          globalSetup: ['test/terminal/build.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
