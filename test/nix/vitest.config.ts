import { defineConfig } from 'vitest/config'

// Apart from the other tests: these want Nix and real daemons, which `test/nix/run` brings along.
export default defineConfig({
  test: { include: ['test/nix/**/*.test.ts'], testTimeout: 30_000, maxWorkers: 2 },
})
