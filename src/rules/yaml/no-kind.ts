import type { RepoPath } from '../../core/change.ts';
import type { Problem } from '../../core/finding.ts';
import { nearest } from '../../core/suggest.ts';
import type { Repo } from '../../model/repo.ts';
import { kustomizeGroup, scalarText } from '../../model/resource.ts';
import { locate } from '../../yaml/locate.ts';
import type { MapNode } from '../../yaml/node.ts';
import { readYaml } from '../../yaml/read.ts';
import type { Rule } from '../rule.ts';

const service = 'podinfo/service-podinfo.yaml';

export const noKind: Rule = {
  id: 'yaml/no-kind',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A document among the manifests has no kind or no apiVersion.',
  why: `Every YAML file below a Kustomization's path that has no kustomization.yaml is a manifest, and so is every file that
one lists. Without \`apiVersion\` and \`kind\` kustomize does not know what it is, and refuses the build: nothing of the path
is applied any more. A file that is no manifest belongs elsewhere, or into \`.sourceignore\`.`,
  examples: [
    {
      title: 'an apiVersion that was commented out',
      create: { [service]: '# apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n' },
      finds: ['Service podinfo has no apiVersion'],
    },
    {
      title: 'a kind that is missing',
      create: { [service]: 'apiVersion: v1\nmetadata:\n  name: podinfo\n' },
      finds: ['the object podinfo of v1 has no kind'],
    },
    {
      title: 'an object that nothing applies yet',
      create: { 'drafts/service-podinfo.yaml': 'piVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n' },
      finds: ['Service podinfo has no apiVersion'],
    },
    {
      title: 'values among the manifests',
      create: { 'podinfo/values.yaml': 'replicaCount: 2\n' },
      finds: ['the document has neither apiVersion nor kind; expected an object of Kubernetes'],
    },
    {
      title: 'values for a generator',
      create: {
        'redis/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: redis\nresources:\n  - configmap-redis-helm-chart-value-overrides.yaml\n  - helmrelease-redis.yaml\nconfigMapGenerator:\n  - name: redis-users\n    files:\n      - values.yaml\n',
        'redis/values.yaml': 'users: []\n',
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    const withObjects = new Set(repo.resources.map(({ file }) => file));
    const kustomizations = new Set(repo.kustomizationFiles.values());
    const built = new Set(repo.views.flatMap(({ builds }) => builds.flatMap(({ files }) => files)));
    for (const file of repo.yamlFiles) {
      if (withObjects.has(file) || repo.parts.has(file) || kustomizations.has(file) || repo.unread.has(file))
        continue;
      yield* withoutKind(repo, file, built.has(file));
    }
  },
};

/** Files without a single object are few: they are read again rather than kept. What nothing builds may be anything. */
function* withoutKind(repo: Repo, file: RepoPath, isBuilt: boolean): Iterable<Problem> {
  const text = repo.files.text(file);
  if (text === undefined || (!isBuilt && !looksLikeObject(text))) return;
  for (const { root } of readYaml(text).documents) {
    if (root?.kind !== 'map' || root.entries.length === 0) continue;
    const kind = scalarText(root, ['kind']);
    const apiVersion = scalarText(root, ['apiVersion']);
    if ((kind !== undefined && apiVersion !== undefined) || apiVersion?.startsWith(`${kustomizeGroup}/`))
      continue;
    if (!isBuilt && kind === undefined && apiVersion === undefined) continue;
    yield {
      at: { file, range: locate(root, [kind === undefined ? 'kind' : 'apiVersion']).key },
      message: messageOf(kind, apiVersion, scalarText(root, ['metadata', 'name'])),
      help: helpFor(root, kind === undefined ? 'kind' : 'apiVersion'),
    };
  }
}

/** An object of Flux's or Kubernetes' API has metadata, and one of the two. */
function looksLikeObject(text: string): boolean {
  return /^metadata:/m.test(text) && /^(?:kind|apiVersion):/m.test(text);
}

function helpFor(root: MapNode, key: string): string {
  const slip = nearest(
    key,
    root.entries.map((entry) => entry.key.text),
  );
  if (slip !== undefined)
    return `write ${key} for ${slip}: as it is, kustomize refuses everything of this path`;
  return 'kustomize refuses it, and with it everything of this path: complete the object, or move the file away';
}

function messageOf(
  kind: string | undefined,
  apiVersion: string | undefined,
  name: string | undefined,
): string {
  if (kind !== undefined) return `${kind}${name === undefined ? '' : ` ${name}`} has no apiVersion`;
  if (apiVersion !== undefined)
    return `the object${name === undefined ? '' : ` ${name}`} of ${apiVersion} has no kind`;
  return 'the document has neither apiVersion nor kind; expected an object of Kubernetes';
}
