// Loaded into a measured program: writes down what it took when it ends.
process.on('exit', () => {
  if (!require('node:worker_threads').isMainThread) return;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpu: (userCPUTime + systemCPUTime) / 1000, peak: maxRSS / 1024 };
  require('node:fs').writeFileSync(process.env.USAGE_FILE ?? '', JSON.stringify(usage));
});
