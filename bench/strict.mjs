// node bench/strict.mjs DIR [APPS]: one repository made by init and APPS times new-app, of the charts DIR/<chart>/<version>/;
// lint has nothing to say of it at `strict`, not even advice.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packChart, startChartServer } from '../scripts/chart-server.mjs';
import { chartsIn, git, kit, scratch } from './support.mjs';

const [root, apps = '20'] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: node bench/strict.mjs DIR [APPS]');
const charts = chartsIn(root);
const server = await startChartServer(charts.map(({ facts }) => ({ ...facts, bytes: packChart(facts) })));
const repository = scratch('strict');
git(repository, 'init', '--quiet', '--initial-branch=main');
await succeed('init');
writeFileSync(join(repository, '.gitops-kit.jsonc'), '{ "extends": "strict" }\n');
git(repository, 'add', '--all');
git(repository, 'commit', '--quiet', '--message', 'Start');
// Spread over the folder, so that every chart comes up.
const step = Math.max(1, Math.floor(charts.length / Number(apps)));
const chosen = charts.filter((_, at) => at % step === 0).slice(0, Number(apps));
for (const [at, { chart, version }] of chosen.entries())
  await succeed(
    'new-app',
    `${chart}-${at}`,
    '--chart',
    chart,
    '--repo-url',
    server.url,
    '--chart-version',
    version,
  );
const lint = await kit(repository, 'lint', '--fail-on', 'info');
await server.close();
console.log(`${chosen.length} apps: ${lint.out}${lint.err.trim()}`);
process.exitCode = lint.code;

async function succeed(...args) {
  const { code, out, err } = await kit(repository, ...args);
  if (code !== 0) throw new Error(`${args.join(' ')} exits ${code}\n${out}${err}`);
}
