// node bench/outdated.mjs [APPS] [SECONDS]: how long `outdated` takes beside its slowest repository, over HTTP and from a
// registry on loopback: one of them slow, and all of them. Whole processes; memory is what `time` says of them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { startRegistry } from '../scripts/registry-server.mjs';
import { generate } from './generate.mjs';
import { environment, has, kit, program, run, scratch } from './support.mjs';

const apps = Number(process.argv[2] ?? 50);
const seconds = Number(process.argv[3] ?? 1.5);
const versions = Array.from({ length: 150 }, (_, at) => `${1 + Math.floor(at / 50)}.${at % 50}.0`).reverse();
const folder = scratch('outdated');

/** An index as large as most real ones: 150 versions of each of the repository's charts, and of twenty others. */
function indexOf(charts) {
  const names = [...charts, ...Array.from({ length: 20 }, (_, at) => `other-${at}`)];
  const lines = ['apiVersion: v1', 'entries:'];
  for (const name of names) {
    lines.push(`  ${name}:`);
    for (const version of versions) {
      lines.push('  - apiVersion: v2', '    created: "2026-01-01T00:00:00Z"');
      lines.push('    description: A chart whose description is as long as that of a real one usually is');
      lines.push(`    digest: ${'0a'.repeat(32)}`, `    name: ${name}`, '    urls:');
      lines.push(`    - https://charts.example.com/${name}-${version}.tgz`, `    version: ${version}`);
    }
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** A repository with apps whose charts come from so many places. */
function repositoryOf(name, urlOf) {
  const repository = join(folder, name);
  mkdirSync(repository);
  generate(repository, apps);
  for (let at = 0; at < apps; at += 1) {
    const file = join(repository, `flux-system/helmrepositories/helmrepository-app-${at}.yaml`);
    const text = readFileSync(file, 'utf8').replace(/ {2}interval: .*\n/, '');
    writeFileSync(file, text.replace(/^ {2}url: .*$/m, urlOf(at)));
  }
  execFileSync('git', ['init', '--quiet', repository], { env: environment });
  return repository;
}

/** Serves an index at `/N/index.yaml`, after the delay of repository N. */
async function startIndexes(count, delayOf) {
  const indexes = Array.from({ length: count }, (_, at) =>
    indexOf(
      Array.from({ length: apps }, (_each, app) => app)
        .filter((app) => app % count === at)
        .map((app) => `app-${app}`),
    ),
  );
  const server = createServer((request, response) => {
    const at = Number(request.url?.split('/')[1]);
    setTimeout(() => response.end(indexes[at]), delayOf(at) * 1000);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    bytes: indexes[0].length,
    close: () => server.close(),
  };
}

async function measure(title, repository, wait) {
  const quick = await run('node', [program, 'list'], repository);
  const timed = has('/usr/bin/time', '--version');
  const [command, ...args] = timed
    ? ['/usr/bin/time', '-f', '%M', process.execPath, program]
    : [process.execPath, program];
  const result = await run(command, [...args, 'outdated', '--format', 'json'], repository);
  const { summary } = JSON.parse(result.out);
  if (result.code !== 0 || summary.apps !== apps || summary.unknown !== 0)
    throw new Error(
      `${title}: exit ${result.code}, ${JSON.stringify(summary)}\n${result.err.slice(0, 2000)}`,
    );
  const memory = timed ? `${Math.round(Number(result.err.trim().split('\n').at(-1)) / 1024)} MiB` : '';
  const beyond = (result.seconds - wait).toFixed(2);
  console.log(
    [
      title.padEnd(44),
      `${result.seconds.toFixed(2)} s`,
      `${beyond} s more than the slowest`,
      memory,
      `list ${quick.seconds.toFixed(2)} s`,
    ].join('  '),
  );
}

await kit(folder, '--version');
for (const [count, isSlow, title] of [
  [apps, (at) => at === 0, `${apps} repositories, one slow`],
  [Math.ceil(apps / 5), (at) => at === 0, `${Math.ceil(apps / 5)} repositories, one slow`],
  [apps, () => true, `${apps} repositories, all slow`],
]) {
  const server = await startIndexes(count, (at) => (isSlow(at) ? seconds : 0));
  const name = title.replaceAll(/[ ,]+/g, '-');
  const repository = repositoryOf(name, (at) => `  url: ${server.url}/${at % count}`);
  await measure(`${title} (indexes of ${(server.bytes / 2 ** 20).toFixed(1)} MiB)`, repository, seconds);
  server.close();
}
const charts = Array.from({ length: apps }, (_, at) =>
  versions.slice(0, 20).map((version) => ({ name: `app-${at}`, version })),
).flat();
const slow = (request, response) => {
  if (!request.url?.includes('/app-0/')) return false;
  setTimeout(() => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: 'charts/app-0', tags: versions }));
  }, seconds * 1000);
  return true;
};
const registry = await startRegistry(charts, { answer: slow });
await measure(
  'a registry, one chart slow',
  repositoryOf('registry', () => `  type: oci\n  url: ${registry.charts}`),
  seconds,
);
await registry.close();
