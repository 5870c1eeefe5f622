// node bench/rename.mjs DIR [--words]: every complete app of each repository DIR/<name>/, in memory: renamed to a free name,
// lint must find no new error; renamed back, all bytes must be as before; removed, no new error but in what was refused.
// --words prints why something was refused.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';
import { entriesOf } from './support.mjs';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { words: { type: 'boolean' } },
});
const [folder] = positionals;
if (folder === undefined) throw new Error('usage: node bench/rename.mjs DIR [--words]');
const dir = join(root, '.bench/rename');
await bundleTo(dir, { rename: 'bench/rename-in-memory.ts' });
const { trialsOf } = await import(pathToFileURL(join(dir, 'rename.js')).href);

const columns = ['done', 'refused', 'failed'];
const total = { apps: 0, rename: counts(), removal: counts() };
const refusals = new Map();
console.log(line('', 'apps', 'renamed', 'refused', 'failed', 'removed', 'refused', 'failed'));
for (const name of readdirSync(folder).sort()) {
  const own = { apps: 0, rename: counts(), removal: counts() };
  const failures = [];
  for (const { app, ...trial } of trialsOf(entriesOf(join(folder, name)))) {
    own.apps += 1;
    for (const [command, { state, words }] of Object.entries(trial)) {
      own[command][state] += 1;
      if (state === 'failed') failures.push(`  ${command} ${app}: ${words}`);
      if (state !== 'refused') continue;
      const code = `${command} ${words.replace(/:.*/s, '')}`;
      refusals.set(code, (refusals.get(code) ?? 0) + 1);
      if (flags.words) failures.push(`  ${command} ${app} refused: ${words}`);
    }
  }
  console.log(row(name, own));
  for (const each of failures) console.log(each);
  total.apps += own.apps;
  for (const command of ['rename', 'removal'])
    for (const column of columns) total[command][column] += own[command][column];
}
console.log(row('all', total));
for (const [code, count] of [...refusals].sort()) console.log(`${String(count).padStart(5)} ${code}`);
process.exitCode = total.rename.failed + total.removal.failed === 0 && total.apps > 0 ? 0 : 1;

function counts() {
  return { done: 0, refused: 0, failed: 0 };
}

function row(name, { apps, rename, removal }) {
  return line(name, apps, ...columns.map((each) => rename[each]), ...columns.map((each) => removal[each]));
}

function line(name, ...cells) {
  return name.padEnd(44) + cells.map((cell) => String(cell).padStart(9)).join('');
}
