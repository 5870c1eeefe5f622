// node bench/charts.mjs DIR: every chart version of DIR/<chart>/<version>/ (Chart.yaml, values.yaml, ...) through new-app:
// one commit of exactly the five paths, values.yaml read back byte for byte by both Kubernetes readers, lint clean.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packChart, startChartServer } from '../scripts/chart-server.mjs';
import { chartsIn, git, has, kit, run, scratch } from './support.mjs';

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('usage: node bench/charts.mjs DIR');
const kubectl = has('kubectl');
const charts = chartsIn(root);
const server = await startChartServer(charts.map(({ facts }) => ({ ...facts, bytes: packChart(facts) })));
let failed = 0;
for (const { chart, folder, version } of charts) {
  const faults = [];
  const repository = scratch('chart');
  git(repository, 'init', '--quiet', '--initial-branch=main');
  await kit(repository, 'init');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'Start');
  const args = ['new-app', chart, '--repo-url', server.url, '--chart-version', version];
  const diff = await kit(repository, ...args, '--diff');
  const dry = await kit(repository, ...args, '--dry-run');
  if (diff.code !== 1 || dry.code !== 0) faults.push(`--diff ${diff.code}, --dry-run ${dry.code}`);
  if (git(repository, 'status', '--porcelain') !== '') faults.push('--diff or --dry-run wrote');
  const applies = await run('git', ['apply', '--check', '-'], repository, diff.out);
  if (applies.code !== 0) faults.push(`git apply: ${applies.err}`);
  const made = await kit(repository, ...args);
  if (made.code !== 0) faults.push(`new-app ${made.code}: ${made.err}`);
  else {
    const paths = git(repository, 'show', '--format=', '--name-only', '-z', 'HEAD')
      .split('\0')
      .filter(Boolean)
      .sort();
    if (paths.length !== 5) faults.push(`committed ${paths.join(' ')}`);
    if (git(repository, 'status', '--porcelain') !== '') faults.push('the work tree is not clean');
    const lint = await kit(repository, 'lint', '--format', 'json', '--fail-on', 'info');
    if (lint.code !== 0) faults.push(`lint: ${lint.out}`);
    const configMap = join(repository, chart, `configmap-${chart}-helm-chart-value-overrides.yaml`);
    const upstream = readFileSync(join(root, chart, folder, 'values.yaml'), 'utf8').replaceAll('\r\n', '\n');
    if (kubectl) faults.push(...(await readers(configMap, upstream)));
  }
  if (faults.length > 0) failed += 1;
  console.log(
    `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${chart} ${version}${faults.map((fault) => `\n       ${fault}`).join('')}`,
  );
}
await server.close();
console.log(
  `${charts.length - failed} of ${charts.length} chart versions right${kubectl ? ', read back by kubectl and kustomize' : '; no kubectl here'}`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function readers(configMap, upstream) {
  const first = await run('kubectl', ['label', '--local', '-f', configMap, '-o', 'json', 'zz=1'], '.');
  const folder = scratch('kustomize');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'cm.yaml'), readFileSync(configMap));
  writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [cm.yaml]\n');
  const built = await run('kubectl', ['kustomize', folder], '.');
  const second = await run('kubectl', ['label', '--local', '-f', '-', '-o', 'json', 'zz=1'], '.', built.out);
  return [
    ...(first.code === 0 && JSON.parse(first.out).data['values.yaml'] === upstream
      ? []
      : [`kubectl reads other values ${first.err}`]),
    ...(second.code === 0 && JSON.parse(second.out).data['values.yaml'] === upstream
      ? []
      : [`kustomize reads other values ${built.err}`]),
  ];
}
