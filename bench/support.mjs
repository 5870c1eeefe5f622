// What the measurements share: scratch repositories and the built program, started as a user starts it.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chartFrom } from '../scripts/chart-server.mjs';

export const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

const scratches = [];
process.on('exit', () => {
  for (const folder of scratches) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes when the script ends. */
export function scratch(name) {
  const folder = mkdtempSync(join(tmpdir(), `gitops-kit-${name}-`));
  scratches.push(folder);
  return folder;
}

const cache = scratch('cache');
export const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  XDG_CACHE_HOME: cache,
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};

/** Runs a command to its end: { code, out, err, seconds }. */
export function run(command, args, cwd, input) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(command, args, { cwd, env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    const out = [];
    const err = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => err.push(chunk));
    child.on('error', reject);
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('close', (code, signal) =>
      resolve({
        code: code ?? signal,
        out: Buffer.concat(out).toString(),
        err: Buffer.concat(err).toString(),
        seconds: Number(process.hrtime.bigint() - started) / 1e9,
      }),
    );
  });
}

/** Runs the built program in a folder. */
export const kit = (cwd, ...args) => run(process.execPath, [program, ...args], cwd);

export function git(cwd, ...args) {
  return execFileSync('git', args, { cwd, env: environment, encoding: 'utf8' });
}

/** A writable copy of a folder as a git repository with one commit. */
export function copyAsRepository(from, name) {
  const folder = join(scratch('repository'), name);
  cpSync(from, folder, { recursive: true, verbatimSymlinks: true });
  writable(folder);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all', '--force');
  git(folder, 'commit', '--quiet', '--message', 'Start');
  return folder;
}

function writable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) writable(path);
    else if (!lstatSync(path).isSymbolicLink()) chmodSync(path, 0o644);
  }
}

/** path -> hash of every file of a work tree, the git directory left out. */
export function snapshot(folder) {
  const hashes = new Map();
  const walk = (relative) => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (path === '.git') continue;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile())
        hashes.set(
          path,
          createHash('sha256')
            .update(readFileSync(join(folder, path)))
            .digest('hex'),
        );
      else hashes.set(path, 'link');
    }
  };
  walk('');
  return hashes;
}

/** Paths that differ between two snapshots: { added, changed, removed }. */
export function difference(before, after) {
  return {
    added: [...after.keys()].filter((path) => !before.has(path)).sort(),
    changed: [...after.keys()]
      .filter((path) => before.has(path) && before.get(path) !== after.get(path))
      .sort(),
    removed: [...before.keys()].filter((path) => !after.has(path)).sort(),
  };
}

/** Whether a program is there. */
export function has(command, ...args) {
  try {
    execFileSync(command, args.length === 0 ? ['--help'] : args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** The middle of some numbers. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * The most memory that the built program held, in MiB; that of bare node without arguments. Linux counts what this process
 * held when it began the other into `maxRSS`, so that its own peak is asked for where there is one.
 */
export async function peak(args, cwd) {
  const folder = scratch('peak');
  const [probe, file] = [join(folder, 'probe.mjs'), join(folder, 'rss')];
  writeFileSync(
    probe,
    `import { readFileSync, writeFileSync } from 'node:fs';
const own = () => {
  try {
    return /^VmHWM:\\s*(\\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
};
process.on('exit', () => writeFileSync(${JSON.stringify(file)}, own() ?? String(process.resourceUsage().maxRSS)));\n`,
  );
  const whole = args === undefined ? ['-e', '0'] : [program, ...args];
  await run(process.execPath, ['--import', pathToFileURL(probe).href, ...whole], cwd);
  return Number(readFileSync(file, 'utf8')) / 1024;
}

/** The charts of a folder <chart>/<version>/: { chart, folder, version, facts }; the version is the folder's name from its first digit on. */
export function chartsIn(root) {
  return readdirSync(root).flatMap((chart) =>
    readdirSync(join(root, chart)).map((folder) => {
      const version = /\d+\.\d+\.\d+.*$/.exec(folder)?.[0] ?? folder;
      return {
        chart,
        folder,
        version,
        facts: chartFrom(join(root, chart, folder), { name: chart, version }),
      };
    }),
  );
}

/** path -> bytes of a folder; undefined for what is no regular file. */
export function entriesOf(top) {
  const entries = new Map();
  const walk = (relative) => {
    for (const name of readdirSync(join(top, relative))) {
      const path = relative === '' ? name : `${relative}/${name}`;
      const stat = lstatSync(join(top, path));
      if (name === '.git') continue;
      if (stat.isDirectory()) walk(path);
      else entries.set(path, stat.isFile() ? readFileSync(join(top, path)) : undefined);
    }
  };
  walk('');
  return entries;
}
