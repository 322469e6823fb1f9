// The last line of .ci/run: how many tests and steps passed and failed.
// Usage: node scripts/ci-summary.mjs <vitest's JSON report> [failed step…]
import { readFileSync } from 'node:fs';

const [report, ...failedSteps] = process.argv.slice(2);
let tests;
try {
  tests = JSON.parse(readFileSync(report, 'utf8'));
} catch {
  tests = { numPassedTests: 0, numFailedTests: 0, success: false };
}
for (const { name, status, message } of tests.testResults ?? []) {
  if (status === 'failed' && message) failedSteps.push(`${name}: ${message}`);
}
const steps = failedSteps.filter((step) => step !== 'test');
for (const step of steps) console.log(`failed: ${step}`);
const failed = tests.numFailedTests + steps.length;
// A run that ended before it could count its tests has failed all the same.
const total = tests.success || failed > 0 ? failed : 1;
console.log(`${tests.numPassedTests} passed, ${total} failed`);
process.exitCode = total > 0 || failedSteps.length > 0 ? 1 : 0;
