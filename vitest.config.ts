import { configDefaults, defineConfig } from 'vitest/config';

/** The suite inside a real VS Code runs under mocha, in its own host. */
const IN_HOST = 'test/e2e/suite/**';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, IN_HOST],
    setupFiles: ['test/support/properties.ts'],
    restoreMocks: true,
    // No test is about time: a slow machine must not fail one.
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
