// Runs a new build once through its most used commands, and keeps what V8 compiled for them.
//
//   node scripts/precompile.cjs <folder of the build>
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');
const { folderIn, loader, packed } = require('../bin/compiled.js');

const dist = resolve(process.argv[2]);
const scripts = new Map();
const load = loader(
  dist,
  () => undefined,
  (name, script, source) => scripts.set(name, { script, source }),
);

// Agora's public test pair, the built-in profile `demo`.
const CONFIG = `defaultProfile: test
profiles:
  test:
    appId: 970CA35de60c44645bbae8a215061b33
    appCertificate: { env: CERTIFICATE }
`;
const TOKEN =
  '007eJxTYFDomSWtvMf1bfcEYe35VaHyDwrPSD0rn9uu7+7CvC09erUCg6W5gbOjsWlKqplBsomJmYlpUlJiqkWikaGpgZlhkrExw8fgVAE+BgZGBhBmZGBhYGQA8ZnAJDOYZIGSKam5+UwMJkYAUgoa0Q==';
const RUNS = [
  ['generate', 'rtc', '--channel', 'demo', '--uid', '42'],
  ['inspect', TOKEN],
  ['inspect', '--json', TOKEN],
  ['decode', TOKEN],
  ['decode', '--json', TOKEN],
];

async function precompile() {
  const project = mkdtempSync(join(tmpdir(), 'agora-token-build-'));
  try {
    writeFileSync(join(project, '.agora-tokenrc.yaml'), CONFIG);
    process.chdir(project);
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AGORA_')) delete process.env[name];
    }
    process.env.CERTIFICATE = '5CFd2fd1755d40ecb72977518be15d3b';
    const { start } = load('main.cjs');
    for (const words of RUNS) {
      process.argv.splice(2, Number.POSITIVE_INFINITY, ...words);
      await start();
      if (process.exitCode === 1) throw new Error(`the new build fails at ${words.join(' ')}`);
    }
    const folder = folderIn(dist);
    mkdirSync(folder, { recursive: true });
    for (const [name, { script, source }] of scripts) {
      writeFileSync(join(folder, name), packed(source, script.createCachedData()));
    }
  } finally {
    process.chdir(tmpdir());
    rmSync(project, { recursive: true, force: true });
  }
  process.exitCode = 0;
}

precompile();
