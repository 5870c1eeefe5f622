// node bench/fix.mjs DIR... [--unsafe]: each repository DIR/<name>/ is fixed, in memory and by the built program in a copy: no error
// that was not there, no comment lost, nothing left to do, both end alike; safe fixes leave each Kustomization its objects and
// each release what it is; what kustomize built before builds to objects of the same names (where kubectl is installed).
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';
import { buildAll, foldersOf, identity } from './kustomize-builds.mjs';
import { copyAsRepository, git, has, kit } from './support.mjs';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { unsafe: { type: 'boolean' } },
});
if (positionals.length === 0) throw new Error('usage: node bench/fix.mjs DIR... [--unsafe]');
const dir = join(root, '.bench/fix');
await bundleTo(dir, { fix: 'bench/fix-in-memory.ts' });
const { trial } = await import(pathToFileURL(join(dir, 'fix.js')).href);
const allowed = flags.unsafe ? ['safe', 'unsafe'] : ['safe'];
const hasKubectl = has('kubectl', 'version', '--client');
const columns = ['findings', 'fixed', 'refused', 'files', 'built', 'faults'];
const total = Object.fromEntries(columns.map((column) => [column, 0]));

console.log(line('', columns));
for (const folder of positionals)
  for (const name of readdirSync(folder).sort()) {
    const { faults, ...row } = await measure(join(folder, name), name);
    const cells = { ...row, faults: faults.length };
    for (const column of columns) total[column] += cells[column];
    console.log(
      line(
        name,
        columns.map((column) => cells[column]),
      ),
    );
    for (const fault of faults) console.log(`  ${fault}`);
  }
console.log(
  line(
    'all',
    columns.map((column) => total[column]),
  ),
);
process.exitCode = total.faults === 0 && total.fixed > 0 ? 0 : 1;

function line(name, cells) {
  return name.padEnd(44) + cells.map((cell) => String(cell).padStart(9)).join('');
}

async function measure(source, name) {
  const { touched, faults: found, ...counts } = trial(entriesOf(source), allowed);
  const faults = [...found];
  const repository = copyAsRepository(source, name);
  const builds = hasKubectl ? await namesIn(repository, foldersOf(repository, touched)) : new Map();
  const args = ['lint', '--fix', ...(flags.unsafe ? ['--unsafe-fixes'] : [])];
  const ran = await kit(repository, ...args);
  if (ran.code !== 0 && ran.code !== 1) faults.push(`lint --fix exits ${ran.code}: ${ran.err}`);
  const changed = git(repository, 'status', '--porcelain', '-z', '--no-renames').split('\0');
  const paths = changed.filter((entry) => /^.[MD] /.test(entry)).map((entry) => entry.slice(3));
  if (paths.sort().join() !== [...touched].sort().join()) faults.push('the program changes other files');
  if (!/^(?:$|diff)/.test((await kit(repository, ...args, '--diff')).out)) faults.push('no diff');
  const again = await kit(repository, ...args, '--diff');
  if (again.out !== '') faults.push('a second run of the program changes more');
  const rebuilt = hasKubectl ? await namesIn(repository, [...builds.keys()]) : new Map();
  let built = 0;
  for (const [folder, objects] of builds) {
    if (objects === undefined || flags.unsafe) continue;
    built += 1;
    if (rebuilt.get(folder) !== objects) faults.push(`${folder}: kustomize builds something else`);
  }
  return { ...counts, files: touched.length, built, faults };
}

/** path -> bytes of a folder; undefined for what is no regular file. */
function entriesOf(folder) {
  const found = readdirSync(folder, { recursive: true }).filter(
    (path) => !/(?:^|\/)\.git(?:\/|$)/.test(path),
  );
  return new Map(
    found
      .filter((path) => !lstatSync(join(folder, path)).isDirectory())
      .map((path) => {
        const isFile = lstatSync(join(folder, path)).isFile();
        return [path, isFile ? readFileSync(join(folder, path)) : undefined];
      }),
  );
}

/** folder -> the names of what kustomize builds of it; undefined where it does not. */
async function namesIn(repository, folders) {
  const builds = await buildAll(repository, folders);
  return new Map([...builds].map(([folder, objects]) => [folder, objects?.map(identity).sort().join('\n')]));
}
