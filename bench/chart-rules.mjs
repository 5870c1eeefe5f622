// node bench/chart-rules.mjs CHARTS REPOSITORIES [--every]: what the rules that know the chart say of repositories.
//
// CHARTS holds a folder for each chart, with a folder for each version (`1.2.3`, `name-1.2.3`, `v1.2.3`) as it lies in the chart's own
// repository (of the versions between them nothing is said); REPOSITORIES holds a folder for each repository. A release is judged by the newest of these versions in its range;
// with --every, by each version there is, as if it were pinned. Each finding is worth reading.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleTo, root } from '../scripts/bundle.mjs';
import { chartFrom, packChart } from '../scripts/chart-server.mjs';

const { positionals, values: flags } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'boolean' } },
});
const [chartsFolder, repositories] = positionals;
if (repositories === undefined)
  throw new Error('usage: node bench/chart-rules.mjs CHARTS REPOSITORIES [--every]');

const dir = join(root, '.bench/chart-rules');
await bundleTo(dir, { lint: 'bench/chart-rules-in-memory.ts', archive: 'src/chart/archive.ts' });
const bundled = (name) => import(pathToFileURL(join(dir, `${name}.js`)).href);
const { lintWithCharts } = await bundled('lint');
const { readArchive } = await bundled('archive');

const charts = new Map();
for (const name of readdirSync(chartsFolder).sort()) charts.set(name, await versionsOf(name));
const totals = new Map();
let judged = 0;
for (const name of readdirSync(repositories).sort()) {
  const entries = entriesIn(join(repositories, name));
  for (const offered of flags.every ? singly() : [charts]) {
    const report = JSON.parse(await lintWithCharts(entries, offered, flags.every === true));
    for (const { message } of report.failures) throw new Error(`${name}: ${message}`);
    judged += report.summary.charts.judged;
    for (const { rule, severity, file, start, message } of report.findings) {
      if (!isOurs(rule)) continue;
      totals.set(rule, (totals.get(rule) ?? 0) + 1);
      console.log(`${name}/${file}:${start.line}:${start.column} ${severity} ${message} [${rule}]`);
    }
  }
}
for (const [rule, count] of [...totals].sort()) console.log(`${String(count).padStart(6)} ${rule}`);
console.log(`${judged} charts judged`);

function isOurs(rule) {
  return /^values\/(?:unknown-key|removed-key|wrong-type|schema-broken|equal-default)$/.test(rule);
}

/** Each version alone, with the others of no chart. */
function* singly() {
  for (const [name, versions] of charts) for (const each of versions) yield new Map([[name, [each]]]);
}

async function versionsOf(name) {
  const versions = [];
  for (const folder of readdirSync(join(chartsFolder, name))) {
    const version = /\d+\.\d+\.\d+.*$/.exec(folder)?.[0];
    if (version === undefined) continue;
    const chart = chartFrom(join(chartsFolder, name, folder), { name, version });
    const facts = await readArchive(packChart(chart));
    const hasTemplates = Object.keys(chart.files).some((path) => path.startsWith('templates/'));
    versions.push(hasTemplates ? facts : { ...facts, reads: undefined });
  }
  return versions;
}

function entriesIn(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => !entry.isDirectory() && !entry.parentPath.includes('/.git'),
  );
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).replaceAll('\\', '/'), entry.isFile() ? readFileSync(path) : undefined];
    }),
  );
}
