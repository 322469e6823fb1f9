import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need packages of their own: `npm run test:clients`.
    exclude: [...configDefaults.exclude, 'test/clients/**'],
    globalSetup: 'test/helpers/temporary.ts',
    testTimeout: 20_000,
    // The program keeps nothing between two runs, and a process for each file would take twice the time.
    isolate: false,
    // By default one processor is left alone, which on two is half of them.
    maxWorkers: '100%',
    // The second is for the summary of .ci/run.
    reporters: ['default', 'json'],
    outputFile: { json: 'node_modules/.cache/test-report.json' },
  },
});
