// Preloaded into a measured program: tells its peak memory when it ends.
process.on('exit', () => {
  const { writeFileSync } = require('node:fs');
  writeFileSync(process.env.PEAK_RSS_FILE, String(process.resourceUsage().maxRSS));
});
