import type { Files, RepoPath } from '../core/change.ts';
import { readJsonc } from '../yaml/jsonc.ts';
import { nodeAt } from '../yaml/locate.ts';
import { fluxGroups, type Resource } from './resource.ts';

/**
 * Where Renovate looks for a repository's configuration: the first that exists counts, and package.json only with a key
 * `renovate` (lib/config/app-strings.ts of 44.121; lib/workers/repository/init/merge.ts).
 */
export const renovateFiles: readonly RepoPath[] = [
  'renovate.json',
  'renovate.jsonc',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.jsonc',
  '.github/renovate.json5',
  '.gitlab/renovate.json',
  '.gitlab/renovate.jsonc',
  '.gitlab/renovate.json5',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.jsonc',
  '.renovaterc.json5',
  'package.json',
];

/** The file that holds the repository's Renovate configuration; one that cannot be read counts as well. */
export function renovateFile(files: Files): RepoPath | undefined {
  const present = new Set(files.paths());
  return renovateFiles.find((path) => present.has(path) && (path !== 'package.json' || hasKey(files, path)));
}

function hasKey(files: Files, path: RepoPath): boolean {
  const root = readJsonc(files.text(path) ?? '').documents[0]?.root;
  return root !== undefined && nodeAt(root, ['renovate']) !== undefined;
}

/** What Renovate's manager `flux` reads unless `flux.managerFilePatterns` adds to it: a configuration's patterns come on top. */
export const fluxManagerDefault = '/(?:^|/)gotk-components\\.ya?ml$/';

/** What the preset `config:recommended`, and `config:best-practices` with it, leaves out (`:ignoreModulesAndTests`). */
export const recommendedIgnores: readonly string[] = [
  '**/node_modules/**',
  '**/bower_components/**',
  '**/vendor/**',
  '**/examples/**',
  '**/__tests__/**',
  '**/test/**',
  '**/tests/**',
  '**/__fixtures__/**',
];

/** Patterns of `managerFilePatterns` (`fileMatch` before Renovate 40, without the slashes) for all YAML below the folders. */
export function fluxPatterns(folders: Iterable<RepoPath>): string[] {
  const sorted = [...new Set(folders)].sort();
  const outermost = sorted.filter(
    (folder) => !sorted.some((other) => (other === '' ? folder !== '' : folder.startsWith(`${other}/`))),
  );
  return outermost.map((folder) =>
    folder === '' ? '/\\.ya?ml$/' : `/^${folder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/.+\\.ya?ml$/`,
  );
}

/**
 * Whether the manager `flux` needs this object to see what runs: it holds a chart's or source's version, or the address that
 * a release's version is looked up at (lib/modules/manager/flux/extract.ts of 44.121).
 */
export function isReadByRenovate(resource: Resource): boolean {
  if (resource.group === fluxGroups.helm) return resource.kind === 'HelmRelease';
  if (resource.group === fluxGroups.source) return sourceKinds.has(resource.kind);
  return (
    resource.group === fluxGroups.kustomize &&
    resource.kind === 'Kustomization' &&
    resource.list('spec', 'images').length > 0
  );
}

const sourceKinds = new Set(['HelmRepository', 'HelmChart', 'GitRepository', 'OCIRepository']);
