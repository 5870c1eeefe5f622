// Writes docs/rules/*.md, docs/cli.md and the precompiled validators; with --check it says what is out of date and fails.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleTo, root } from './bundle.mjs';
import { precompiledFiles } from './precompile-schemas.mjs';

const check = process.argv.includes('--check');

/** The pages come from the same objects that the program runs with: bundle them and ask. */
async function pages() {
  await bundleTo('dist/tools', { pages: 'scripts/pages.ts' });
  const { generatedPages } = await import(pathToFileURL(join(root, 'dist/tools/pages.js')).href);
  const files = await generatedPages({ golden: filesIn('golden'), fleet: filesIn('fleet') });
  rmSync(join(root, 'dist/tools'), { recursive: true, force: true });
  return files;
}

function filesIn(name) {
  const folder = join(root, 'fixtures', name);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

const wanted = { ...(await precompiledFiles()), ...(await pages()) };
const stale = [];
for (const [path, text] of Object.entries(wanted)) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
const rulePages = existsSync(join(root, 'docs/rules'))
  ? readdirSync(join(root, 'docs/rules'), { recursive: true })
  : [];
for (const name of rulePages.map((each) => `docs/rules/${String(each).replaceAll('\\', '/')}`)) {
  if (!name.endsWith('.md') || wanted[name] !== undefined) continue;
  stale.push(name);
  if (!check) rmSync(join(root, name));
}
if (check && stale.length > 0) {
  console.error(`out of date, run npm run generate:\n${stale.map((path) => `  ${path}`).join('\n')}`);
  process.exitCode = 1;
} else if (!check) {
  console.log(stale.length === 0 ? 'all generated files are current' : `wrote ${stale.join(', ')}`);
}
