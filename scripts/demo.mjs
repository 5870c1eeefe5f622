// npm run demo: a scratch repository, the project's own chart over HTTP on loopback, and the main job from init to lint.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chartsFrom, startChartServer } from './chart-server.mjs';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures/charts', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'gitops-kit-demo-'));
const repository = join(scratch, 'my-cluster');
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  XDG_CACHE_HOME: join(scratch, 'cache'),
};

/** Runs one command, shows it as typed, and stops the demo when it fails. */
function run(shown, command, args, cwd = repository) {
  console.log(`\n$ ${shown}`);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: environment, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${shown}: exit ${code}`))));
  });
}
const kit = (...args) => run(`gitops-kit ${args.join(' ')}`, process.execPath, [program, ...args]);
const git = (...args) => run(`git ${args.join(' ')}`, 'git', ['--no-pager', ...args]);

function tree(folder, indent = '') {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.name === '.git') continue;
    console.log(`${indent}${entry.name}${entry.isDirectory() ? '/' : ''}`);
    if (entry.isDirectory()) tree(join(folder, entry.name), `${indent}  `);
  }
}

const server = await startChartServer(chartsFrom(fixtures));
try {
  await run('git init my-cluster', 'git', ['init', '--quiet', '--initial-branch=main', repository], scratch);
  await git('config', 'user.name', 'Demo');
  await git('config', 'user.email', 'demo@example.com');
  await kit('init');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'Start the repository');
  await kit('new-app', 'podinfo', '--repo-url', server.url);
  await kit('lint');
  await kit('list');
  console.log('\nThe repository now:');
  tree(repository);
  await git('show', '--format=%h %s', '--stat', '--patch', 'HEAD');
  await git('log', '--oneline');
  console.log('\nThe demo is done; its scratch repository is removed.');
} finally {
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
}
