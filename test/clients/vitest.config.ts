import { defineConfig } from 'vitest/config';

/** Apart from the other tests: these need the packages of this folder. `npm run test:clients` */
export default defineConfig({
  test: {
    root: new URL('.', import.meta.url).pathname,
    include: ['*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
