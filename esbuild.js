// Bundles what ships (dist/) and, with --tests, the suites that run inside VS Code (out/).
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

/**
 * VS Code 1.82 loads CommonJS only, and esbuild splits ES modules only: so each piece is converted after the split.
 * What is imported dynamically stays a file of its own, and is read and compiled when it is first needed.
 */
const splitCommonJs = {
  name: 'split-commonjs',
  setup(build) {
    build.onEnd(async ({ outputFiles = [] }) => {
      const folder = path.resolve(build.initialOptions.outdir);
      const written = [...(await Promise.all(outputFiles.map((file) => writeAsCommonJs(file)))), ...copyGrammars(path.join(folder, 'grammars'))];
      written.push(path.join(folder, 'pieces', LATE.piece), path.resolve(PAGE.outfile));
      // Pieces carry a hash in their names: those of earlier builds would pile up.
      for (const name of fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : []) {
        const file = path.join(folder, name);
        if (fs.statSync(file).isFile() && !written.includes(file)) fs.rmSync(file);
      }
      const cli = path.join(folder, 'cli.js');
      if (fs.existsSync(cli)) fs.chmodSync(cli, 0o755);
    });
  },
};

/** The grammars of the programming languages that src/parse/code reads, and the machine that runs them. */
const GRAMMARS = ['', '-javascript', '-typescript', '-tsx', '-php', '-python', '-ruby', '-powershell', '-go'].map((name) => `tree-sitter${name}.wasm`);

function copyGrammars(folder) {
  const source = path.dirname(require.resolve('@vscode/tree-sitter-wasm'));
  fs.mkdirSync(folder, { recursive: true });
  return GRAMMARS.map((name) => {
    const file = path.join(folder, name);
    fs.copyFileSync(path.join(source, name), file);
    return file;
  });
}

/** Tree-sitter's code makes itself a `require` by a dynamic import of Node's `module`; in CommonJS there is one already, which that would hide. */
const OWN_REQUIRE = /const \{ createRequire \} = await import\("module"\);\s*var require = createRequire\(getCurrentScriptUrl\(\)\);/;
const treeSitter = {
  name: 'tree-sitter',
  setup(build) {
    build.onLoad({ filter: /tree-sitter-wasm[\\/]wasm[\\/]tree-sitter\.js$/ }, (file) => {
      const text = fs.readFileSync(file.path, 'utf8');
      if (!OWN_REQUIRE.test(text)) throw new Error('tree-sitter.js has changed: see OWN_REQUIRE in esbuild.js');
      return { contents: text.replace(OWN_REQUIRE, '') };
    });
  },
};

async function writeAsCommonJs({ path: file, text }) {
  const { code } = await esbuild.transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    minify: production,
    keepNames: false,
    sourcemap: production ? false : 'inline',
    // Becomes a promise of require().
    supported: { 'dynamic-import': false },
  });
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const shebang = path.basename(file) === 'cli.js' ? '#!/usr/bin/env node\n' : '';
  fs.writeFileSync(file, shebang + code);
  return file;
}

/** The package that most sessions never need, as a file of its own beside the pieces. */
const LATE = { package: 'yaml', piece: './yaml.js' };

/** The script of the report's page: for the browser inside the editor, and with no way to load more. */
const PAGE = { entry: 'src/webview/report.ts', outfile: 'dist/webview/report.js' };

/**
 * A parser has to answer at once, so it can't wait for an `import()`: its package is read from the disk by a plain `require`
 * when the first of its functions is used.
 */
const loadLate = {
  name: 'load-late',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${LATE.package}$`) }, () => ({ path: LATE.package, namespace: 'late' }));
    build.onResolve({ filter: /./, namespace: 'late' }, ({ path: piece }) => ({ path: piece, external: true }));
    build.onLoad({ filter: /./, namespace: 'late' }, () => ({
      contents: Object.keys(require(LATE.package))
        .map((name) => `Object.defineProperty(exports, '${name}', { enumerable: true, get: () => require('${LATE.piece}').${name} });`)
        .join('\n'),
    }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  // The Node line of the oldest VS Code that package.json promises.
  target: 'node18',
  keepNames: true,
  logLevel: 'silent',
  legalComments: 'none',
  // The published `yaml` and `jsonc-parser` have ES module builds that bundle smaller.
  mainFields: ['module', 'main'],
};

const builds = [
  {
    ...shared,
    entryPoints: { extension: 'src/extension.ts', cli: 'src/cli.ts', scanWorker: 'src/cli/scanWorker.ts' },
    outdir: 'dist',
    chunkNames: 'pieces/[name]-[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    minify: production,
    sourcemap: production ? false : 'inline',
    external: ['vscode'],
    plugins: watch ? [treeSitter, loadLate, problemMatcher, splitCommonJs] : [treeSitter, loadLate, splitCommonJs],
  },
  {
    ...shared,
    entryPoints: [LATE.package],
    outfile: path.join('dist/pieces', LATE.piece),
    format: 'cjs',
    minify: production,
  },
  {
    ...shared,
    platform: 'browser',
    target: 'es2022',
    entryPoints: [PAGE.entry],
    outfile: PAGE.outfile,
    format: 'iife',
    minify: production,
  },
];

if (tests) {
  builds.push({
    ...shared,
    format: 'cjs',
    sourcemap: 'inline',
    entryPoints: ['test/integration/index.ts'],
    outfile: 'out/test/integration/index.js',
    external: ['vscode', 'mocha'],
  });
}

async function main() {
  const contexts = await Promise.all(builds.map((build) => esbuild.context(build)));
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  try {
    await Promise.all(contexts.map((context) => context.rebuild()));
  } finally {
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}

main().catch((error) => {
  console.error(error.message ?? error);
  process.exitCode = 1;
});
