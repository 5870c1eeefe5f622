// node bench/adopt.mjs DIR: in a copy of each repository DIR/<name>/: new-app adds files in their root and changes nothing else
// but entries of an existing kustomization.yaml; init changes no existing byte but .sourceignore.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartsFrom, startChartServer } from '../scripts/chart-server.mjs';
import { copyAsRepository, difference, git, kit, snapshot } from './support.mjs';

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: node bench/adopt.mjs DIR');
const server = await startChartServer(
  chartsFrom(fileURLToPath(new URL('../fixtures/charts', import.meta.url))),
);
let failed = 0;
for (const name of readdirSync(root).sort()) {
  const faults = [];
  const repository = copyAsRepository(join(root, name), name);
  const start = snapshot(repository);
  const made = await kit(
    repository,
    'new-app',
    'adopted-podinfo',
    '--chart',
    'podinfo',
    '--repo-url',
    server.url,
  );
  const app = difference(start, snapshot(repository));
  if (made.code !== 0) faults.push(`new-app exits ${made.code}: ${made.err}`);
  if (app.removed.length > 0) faults.push(`removed ${app.removed}`);
  for (const path of app.changed) {
    const [counts] = git(repository, 'show', '--numstat', '--format=', 'HEAD', '--', path).split('\n');
    if (!/kustomization\.ya?ml$/i.test(path) || !/^\d+\t0\t/.test(counts ?? ''))
      faults.push(`changed ${path}: ${counts}`);
  }
  if (git(repository, 'status', '--porcelain') !== '') faults.push('not clean after new-app');
  git(repository, 'reset', '--quiet', '--hard', made.code === 0 ? 'HEAD~1' : 'HEAD');
  git(repository, 'clean', '-fdxq');
  const before = snapshot(repository);
  const initialised = await kit(repository, 'init');
  const init = difference(before, snapshot(repository));
  if (initialised.code !== 0) faults.push(`init exits ${initialised.code}: ${initialised.err}`);
  if (init.removed.length > 0) faults.push(`init removed ${init.removed}`);
  if (init.changed.some((path) => path !== '.sourceignore')) faults.push(`init changed ${init.changed}`);
  if (faults.length > 0) failed += 1;
  console.log(
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}: new-app ${app.added.length} added (${app.added[0] ?? '-'}), ${app.changed.length} edited; init +${init.added.length}${faults.map((fault) => `\n       ${fault}`).join('')}`,
  );
}
await server.close();
process.exitCode = failed === 0 ? 0 : 1;
