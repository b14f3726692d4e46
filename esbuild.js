// Bundles what ships (dist/extension.js, dist/cli.js) and, with --tests, the suites that run inside VS Code (out/).
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');

/** Prints begin, errors and end in the form that the problem matcher in .vscode/tasks.json reads. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => console.log('[build] started'));
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log('[build] finished');
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  // The Node line of the oldest VS Code that package.json promises.
  target: 'node18',
  minify: production,
  keepNames: true,
  sourcemap: production ? false : 'linked',
  logLevel: 'silent',
  legalComments: 'none',
  // The published `yaml` and `jsonc-parser` have ES module builds that bundle smaller.
  mainFields: ['module', 'main'],
  plugins: watch ? [problemMatcher] : [],
};

const builds = [
  { ...shared, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  { ...shared, entryPoints: ['src/cli.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
];

if (tests) {
  builds.push({
    ...shared,
    minify: false,
    sourcemap: 'inline',
    entryPoints: ['test/integration/index.ts'],
    outfile: 'out/test/integration/index.js',
    external: ['vscode', 'mocha'],
  });
}

async function main() {
  const contexts = await Promise.all(
    builds.filter((build) => fs.existsSync(path.join(__dirname, build.entryPoints[0]))).map((build) => esbuild.context(build)),
  );
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  try {
    await Promise.all(contexts.map((context) => context.rebuild()));
  } finally {
    await Promise.all(contexts.map((context) => context.dispose()));
  }
  if (fs.existsSync('dist/cli.js')) fs.chmodSync('dist/cli.js', 0o755);
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exitCode = 1;
});
