// Loaded into a measured program: writes down the peak of its memory when it ends.
process.on('exit', () => {
  if (!require('node:worker_threads').isMainThread) return;
  const usage = { peak: process.resourceUsage().maxRSS / 1024 };
  require('node:fs').writeFileSync(process.env.USAGE_FILE ?? '', JSON.stringify(usage));
});
