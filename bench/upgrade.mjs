// node bench/upgrade.mjs DIR CHARTS [--words]: every app of each repository DIR/<name>/ whose chart is CHARTS/<chart>/, in
// memory: from the version that its values are nearest to, to each newer one. The file must read back as the merge of the
// data says, with its conflicts and no others; lint must find no new error; the same version must change nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';
import { entriesOf } from './support.mjs';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { words: { type: 'boolean' } },
});
const [folder, chartFolder] = positionals;
if (chartFolder === undefined) throw new Error('usage: node bench/upgrade.mjs DIR CHARTS [--words]');
const dir = join(root, '.bench/upgrade');
await bundleTo(dir, { upgrade: 'bench/upgrade-in-memory.ts' });
const { trialsOf } = await import(pathToFileURL(join(dir, 'upgrade.js')).href);

const charts = new Map(readdirSync(chartFolder).map((name) => [name, versionsOf(join(chartFolder, name))]));
const states = ['clean', 'conflicts', 'partial', 'lines', 'refused', 'failed'];
const total = new Map(states.map((state) => [state, 0]));
for (const name of readdirSync(folder).sort()) {
  for (const { app, from, to, state, words } of trialsOf(entriesOf(join(folder, name)), charts)) {
    total.set(state, total.get(state) + 1);
    if (flags.words || state === 'failed') console.log(`${name} ${app} ${from} -> ${to}: ${state} ${words}`);
  }
}
for (const [state, count] of total) console.log(`${String(count).padStart(6)} ${state}`);
process.exitCode = total.get('failed') === 0 && total.get('clean') > 0 ? 0 : 1;

/** version -> values.yaml of a chart's folder, which has one folder for each version, named by it. */
function versionsOf(top) {
  return new Map(
    readdirSync(top).flatMap((name) => {
      const version = /v?\d+\.\d+\.\d+.*$/.exec(name)?.[0];
      const file = join(top, name, 'values.yaml');
      return version === undefined || !existsSync(file) ? [] : [[version, readFileSync(file, 'utf8')]];
    }),
  );
}
