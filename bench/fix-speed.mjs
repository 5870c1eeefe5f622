// node bench/fix-speed.mjs [APPS] [RUNS]: lint --fix of generated apps with three faults each (a duration in words, an API
// that is gone, a value that readers take differently), in memory and written, against linting them. Whole processes.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.mjs';
import { median, program, run, scratch } from './support.mjs';

const apps = Number(process.argv[2] ?? 1000);
const runs = Number(process.argv[3] ?? 3);
const scratches = scratch('fix-speed');
const repository = join(scratches, 'first');
mkdirSync(repository);
const git = (cwd, ...args) =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd,
  });
generate(repository, apps);
const edit = (path, old, now) => {
  const file = join(repository, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(old)) throw new Error(`${path} holds no ${old}`);
  writeFileSync(file, text.replace(old, now));
};
for (let at = 0; at < apps; at += 1) {
  edit(`app-${at}/helmrelease-app-${at}.yaml`, 'interval: 15m', 'interval: 15 min');
  edit(
    `flux-system/kustomizations/kustomization-app-${at}.yaml`,
    'kustomize.toolkit.fluxcd.io/v1\n',
    'kustomize.toolkit.fluxcd.io/v1beta2\n',
  );
  edit(
    `flux-system/namespaces/namespace-app-${at}.yaml`,
    'metadata:\n',
    'metadata:\n  labels:\n    monitored: yes\n',
  );
}
git(repository, 'init', '--quiet');
git(repository, 'add', '--all');
git(repository, 'commit', '--quiet', '--message', 'Start');
// A repository for each round: ext4 is slow to make files where as many were removed in the last minutes, and a round that
// put the files back would measure that.
const repositories = Array.from({ length: runs }, (_, round) => join(scratches, `${round}`));
for (const copy of repositories) cpSync(repository, copy, { recursive: true, preserveTimestamps: true });

const commands = {
  lint: ['lint'],
  'lint --fix --diff': ['lint', '--fix', '--diff'],
  'lint --fix': ['lint', '--fix'],
};
const seconds = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (const copy of repositories) {
  // What was just made is on the disk before anything is measured: its writing out is not the program's.
  execFileSync('sync');
  for (const [name, args] of Object.entries(commands)) {
    const result = await run(process.execPath, [program, ...args], copy);
    seconds[name].push(result.seconds);
    const wanted = name === 'lint --fix' ? 0 : 1;
    if (result.code !== wanted) throw new Error(`${name} exits ${result.code}\n${result.err.slice(-2000)}`);
  }
  const found = git(copy, 'diff', '--shortstat').toString();
  if (!found.includes(` ${3 * apps} files changed`)) throw new Error(`unexpected: ${found}`);
}
const base = median(seconds.lint);
console.log(`${apps} apps with 3 faults each, medians of ${runs} rounds, whole processes`);
for (const name of Object.keys(commands))
  console.log(
    `${name.padEnd(18)} ${median(seconds[name]).toFixed(2)} s  ${(median(seconds[name]) / base).toFixed(2)} x lint`,
  );
