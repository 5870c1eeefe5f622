import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Change, Plan } from '../../src/core/change.ts';

/** Git without the machine's own configuration: the same answers everywhere. */
export const gitVariables = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
} as const;

/** A folder on the disk for one test. */
export interface Folder {
  readonly path: string;
  write(path: string, text: string | Uint8Array): void;
  read(path: string): string;
  /** Every file but git's, with mode and bytes: equal trees have equal texts. */
  tree(): string;
  git(...args: string[]): string;
  /** A hook; the text is a shell script. */
  hook(name: string, script: string): void;
}

/** An empty folder that goes when the test ends. */
export function temporaryFolder(): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'gitops-kit-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return folderAt(path);
}

/** A git repository with one commit that holds the files. */
export function gitFolder(files: Readonly<Record<string, string>> = { 'README.md': 'fleet\n' }): Folder {
  const folder = temporaryFolder();
  folder.git('init', '--quiet', '--initial-branch=main');
  for (const [path, text] of Object.entries(files)) folder.write(path, text);
  folder.git('add', '--all');
  folder.git('commit', '--quiet', '--message=begin');
  return folder;
}

export function folderAt(path: string): Folder {
  const write: Folder['write'] = (name, text) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  return {
    path,
    write,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    tree: () => treeOf(path, '').join('\n'),
    git: (...args) =>
      execFileSync('git', args, {
        cwd: path,
        env: { ...process.env, ...gitVariables },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    hook: (name, script) => {
      write(`.git/hooks/${name}`, `#!/bin/sh\n${script}\n`);
      chmodSync(join(path, '.git/hooks', name), 0o755);
    },
  };
}

/** A plan with these changes. */
export function planOf(...changes: Change[]): Plan {
  return { title: 'add podinfo', changes, notes: [] };
}

/** The five files of an app, as a plan. */
export function appPlan(name: string): Plan {
  const kinds = ['helmrelease', 'helmrepository', 'kustomization', 'namespace', 'values'];
  return planOf(
    ...kinds.map((kind) => ({
      kind: 'create' as const,
      path: `${name}/${kind}-${name}.yaml`,
      text: `kind: ${kind}\n`,
    })),
  );
}

function treeOf(top: string, folder: string): string[] {
  return readdirSync(join(top, folder))
    .filter((name) => name !== '.git')
    .sort()
    .flatMap((name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      const stat = lstatSync(join(top, path));
      if (stat.isDirectory()) return [`${path}/`, ...treeOf(top, path)];
      const bytes = stat.isFile() ? readFileSync(join(top, path)) : 'link';
      return `${stat.mode.toString(8)} ${createHash('sha256').update(bytes).digest('hex')} ${path}`;
    });
}
