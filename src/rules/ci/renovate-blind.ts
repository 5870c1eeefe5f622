import type { RepoPath } from '../../core/change.ts';
import { groupBy } from '../../model/group.ts';
import { baseName } from '../../model/layout.ts';
import { fluxPatterns, isReadByRenovate } from '../../model/renovate.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { named } from '../named.ts';
import { type Blindness, renovateSight } from '../renovate-sight.ts';
import type { Rule } from '../rule.ts';

const configuration = (fields: string): Readonly<Record<string, string>> => ({
  'renovate.json': `{\n  "extends": ["config:recommended"],\n${fields}}\n`,
});
const patterns = (...list: readonly string[]): string =>
  `  "flux": { "managerFilePatterns": ${JSON.stringify(list)} }\n`;

export const renovateBlind: Rule = {
  id: 'ci/renovate-blind',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Renovate is configured, and does not read the files that name charts and sources.',
  why: `Renovate's manager \`flux\` reads no file but \`gotk-components.yaml\` until it is told which ones hold Flux's objects: without
patterns there is never a pull request for a chart, and nothing says so. It needs the files of the HelmReleases for their versions
and those of the HelmRepositories for the addresses, both at once. Patterns stand in \`flux.managerFilePatterns\`, as globs or as expressions
between slashes. Presets of your own (\`github>…\`, \`local>…\`) are not read here, and where there is one nothing is
reported; nor is a configuration in JSON5 that is no JSON. The images in a values ConfigMap are text inside a text, which no manager
reads: they follow the chart's version, so that this is no flaw.`,
  examples: [
    {
      title: 'no patterns at all',
      create: { 'renovate.json': '{\n  "extends": ["config:recommended"]\n}\n' },
      finds: [
        'Renovate reads none of the 4 files of charts and sources: no pattern of its manager flux matches them',
      ],
    },
    {
      title: 'patterns for the apps without the sources',
      create: configuration(patterns('/^(podinfo|redis)/.+\\.yaml$/')),
      finds: [
        'Renovate does not read 2 of the 4 files of charts and sources, flux-system/helmrepositories/helmrepository-podinfo.yaml among them: no pattern of its manager flux matches them',
      ],
    },
    {
      title: 'a folder that is left out',
      create: configuration(`  "ignorePaths": ["redis/**"],\n${patterns('**/*.yaml')}`),
      finds: ['Renovate does not read redis/helmrelease-redis.yaml: ignorePaths leaves it out with redis/**'],
    },
    {
      title: 'other managers only',
      create: configuration(`  "enabledManagers": ["github-actions"],\n${patterns('**/*.yaml')}`),
      finds: ['Renovate reads none of the 4 files of charts and sources: enabledManagers does not name flux'],
    },
    {
      title: 'patterns for both',
      create: configuration(patterns('/^flux-system/.+\\.ya?ml$/', '{podinfo,redis}/*.yaml')),
      finds: [],
    },
    {
      title: 'the patterns of Renovate before 40',
      create: configuration('  "flux": { "fileMatch": ["\\\\.ya?ml$"] }\n'),
      finds: [],
    },
    {
      title: "a preset of one's own, which may hold patterns",
      create: { 'renovate.json': '{ "extends": ["github>podinfo/renovate-config"] }\n' },
      finds: [],
    },
  ],
  *check({ repo, schemas }) {
    const wanted = filesForRenovate(repo);
    const sight = wanted.size === 0 ? undefined : renovateSight(repo, schemas);
    if (sight === undefined) return;
    const unread = [...wanted].flatMap(([path, object]) => {
      const blindness = sight.blindness(path);
      return blindness === undefined ? [] : [{ path, object, blindness }];
    });
    for (const group of groupBy(unread, ({ blindness: { kind, at } }) => `${kind} ${at.start}`).values()) {
      const [first] = group;
      if (first === undefined) continue;
      const paths = group.map(({ path }) => path);
      const { said, help } = words(first.blindness, paths);
      yield {
        at: { file: sight.file, range: first.blindness.at },
        message: `Renovate ${which(paths, wanted.size)}: ${said}`,
        help,
        related: group.slice(0, 3).map(({ object }) => ({
          at: object.at('metadata', 'name'),
          message: `${named(object)} is not seen`,
        })),
      };
    }
  },
};

/** The files of objects that are applied and that Renovate needs, each with the first of them. */
function filesForRenovate(repo: Repo): ReadonlyMap<RepoPath, Resource> {
  const applied = new Set(repo.views.flatMap(({ resources }) => resources));
  const files = new Map<RepoPath, Resource>();
  for (const resource of repo.resources) {
    if (!applied.has(resource) || files.has(resource.file)) continue;
    if (isReadByRenovate(resource) && hasVersion(resource)) files.set(resource.file, resource);
  }
  return files;
}

/** What bootstrap wrote follows a branch, as most GitRepositories do: there is no version to raise. */
function hasVersion(resource: Resource): boolean {
  if (/^gotk-/.test(baseName(resource.file))) return false;
  if (resource.kind !== 'GitRepository') return true;
  return ['tag', 'commit'].some((field) => resource.get('spec', 'ref', field) !== undefined);
}

function which(paths: readonly RepoPath[], all: number): string {
  const [first] = paths;
  if (paths.length === 1) return `does not read ${first}`;
  if (paths.length === all) return `reads none of the ${all} files of charts and sources`;
  return `does not read ${paths.length} of the ${all} files of charts and sources, ${first} among them`;
}

function words(
  blindness: Blindness,
  paths: readonly RepoPath[],
): { readonly said: string; readonly help: string } {
  const them = paths.length === 1 ? 'it' : 'them';
  switch (blindness.kind) {
    case 'unmatched':
      return {
        said: `no pattern of its manager flux matches ${them}`,
        help: `add to flux.managerFilePatterns: ${patternsFor(paths).join(', ')}`,
      };
    case 'ignored':
      return {
        said: `ignorePaths leaves ${them} out with ${blindness.entry}`,
        help: 'name in ignorePaths only what holds no app',
      };
    case 'ignored-by-preset':
      return {
        said: `what it extends leaves ${them} out with ${blindness.entry}`,
        help: 'write ignorePaths: [] into flux: it takes the place of what is extended',
      };
    case 'not-included':
      return {
        said: `includePaths does not name ${them}`,
        help: `add the ${paths.length === 1 ? 'file' : 'files'} to includePaths, or remove it`,
      };
    case 'not-enabled':
      return { said: 'enabledManagers does not name flux', help: 'add flux to enabledManagers' };
    case 'disabled':
      return { said: 'its manager flux is switched off', help: 'remove enabled: false from flux' };
  }
}

/** The patterns that `init` would write for these files, as JSON has them. */
function patternsFor(paths: readonly RepoPath[]): string[] {
  const folders = paths.map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : ''));
  return fluxPatterns(folders).map((pattern) => JSON.stringify(pattern));
}
