// What kustomize builds of a repository's folders, before and after a command.
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from './support.mjs';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The folders of files, and those around them that kustomize builds. */
export function foldersOf(repository, files) {
  const folders = new Set();
  for (const file of files) {
    folders.add(dirname(file));
    for (let at = dirname(dirname(file)); at !== '.'; at = dirname(at))
      if (names.some((each) => existsSync(join(repository, at, each)))) folders.add(at);
  }
  return [...folders].filter((folder) => existsSync(join(repository, folder))).sort();
}

/** folder -> its objects, as `kubectl kustomize` builds them; undefined where it does not. */
export async function buildAll(repository, folders) {
  const builds = new Map();
  for (const folder of folders) {
    const own = names.find((each) => existsSync(join(repository, folder, each)));
    const made = join(repository, folder, 'kustomization.yaml');
    if (own === undefined) {
      const files = readdirSync(join(repository, folder)).filter((file) => /\.ya?ml$/.test(file));
      writeFileSync(made, `resources:\n${files.map((file) => `  - ${JSON.stringify(file)}\n`).join('')}`);
    }
    const { code, out } = await run(
      'timeout',
      ['20', 'kubectl', 'kustomize', '--load-restrictor', 'LoadRestrictionsNone', folder],
      repository,
    );
    if (own === undefined) rmSync(made);
    builds.set(folder, code === 0 ? parseAllDocuments(out).map((each) => each.toJS() ?? {}) : undefined);
  }
  return builds;
}

/** What an object is, in whichever version. */
export function identity({ apiVersion, kind, metadata }) {
  return `${String(apiVersion).replace(/\/.*/, '')} ${kind} ${metadata?.namespace ?? ''} ${metadata?.name}`;
}
