import { defineConfig } from 'vitest/config';

/** Two projects: `fast` runs the rooms in memory, `cli` spawns the built program, real git and loopback servers. */
export default defineConfig({
  test: {
    reporters: ['default', './test/reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // Pure rooms need no process of their own for each file: half the time.
        test: { name: 'fast', isolate: false, include: ['test/**/*.test.ts'], exclude: ['test/cli/**'] },
      },
      {
        extends: true,
        test: {
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          testTimeout: 120_000,
          globalSetup: ['./test/global-setup.ts'],
        },
      },
    ],
  },
});
