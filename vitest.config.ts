import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Real machines have a runner of their own, which says what it needs: test/vm/run.
    exclude: [...configDefaults.exclude, 'test/vm/**'],
    globalSetup: 'test/vm/leftOut.ts',
  },
})
