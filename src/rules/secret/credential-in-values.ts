import type { Problem } from '../../core/finding.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, isEncrypted, type Resource } from '../../model/resource.ts';
import { embedded } from '../../yaml/embedded.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { readYaml } from '../../yaml/read.ts';
import { credentialsIn, isCredential } from '../credentials.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { isUpstreams, type ValuesBlock, valuesBlocks } from '../values-blocks.ts';

const values = 'podinfo/configmap-podinfo-helm-chart-value-overrides.yaml';

export const credentialInValues: Rule = {
  id: 'secret/credential-in-values',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A password or token stands in values or in a ConfigMap.',
  why: `Whoever can read the repository, one of its clones or its history, has the credential; so has everybody who may
read ConfigMaps or HelmReleases in the cluster. Nearly every chart takes the name of a Secret instead
(\`existingSecret\`), and a HelmRelease reads single values from a Secret (\`valuesFrom\` with \`targetPath\`). Values that
are the chart's own, untouched, are left alone. What is found is never printed.`,
  examples: [
    {
      title: 'a password in the values of a release',
      replace: [[values, '    ingress:', '    cachePassword: correct-horse\n    ingress:']],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds cachePassword in the open; expected it in a Secret',
      ],
    },
    {
      title: 'a token in the environment',
      create: {
        'podinfo/configmap-podinfo-env.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: podinfo-env\n  namespace: podinfo\ndata:\n  API_TOKEN: 0a1b2c3d4e5f60718293\n',
      },
      finds: ['ConfigMap podinfo-env holds API_TOKEN in the open; expected it in a Secret'],
    },
    {
      title: 'names of Secrets and variables',
      replace: [
        [
          values,
          '    ingress:',
          `    existingSecret: podinfo\n    passwordKey: password\n    cachePassword: "\${password}"\n    ingress:`,
        ],
      ],
      finds: [],
    },
  ],
  *check({ repo }) {
    const blocks = new Map<Resource, Set<string>>();
    for (const block of valuesBlocks(repo)) {
      blocks.set(block.resource, (blocks.get(block.resource) ?? new Set()).add(block.key));
      if (block.resource.kind === 'ConfigMap') yield* inBlock(repo, block);
    }
    for (const resource of repo.ofKind('ConfigMap', '')) yield* inData(resource, blocks.get(resource));
    for (const release of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const node = isEncrypted(release) ? undefined : nodeAt(release.node, ['spec', 'values']);
      if (node === undefined) continue;
      for (const { key, field } of credentialsIn(node)) yield found(release, key.range, field);
    }
  },
};

/** Lines that may hold a credential: most texts have none and need not be read again. */
const hint = /(?:pass|secret|token|key|:\/\/[^/\s]+@|PRIVATE KEY|AKIA|gh[pousr]_)/i;

function* inBlock({ files }: Repo, { resource, value }: ValuesBlock): Iterable<Problem> {
  if (!hint.test(value.text) || isUpstreams(resource, value.text)) return;
  const root = readYaml(value.text, { purpose: 'values' }).documents[0]?.root;
  const credentials = root === undefined ? [] : [...credentialsIn(root)];
  // Only a file with a finding is read again.
  const outer = credentials.length === 0 ? undefined : files.text(resource.file);
  if (outer === undefined) return;
  const inner = embedded(outer, value);
  for (const { key, field } of credentials) yield found(resource, inner.toOuter(key.range), field);
}

/** Single values, such as the environment of a container. */
function* inData(resource: Resource, blocks: ReadonlySet<string> | undefined): Iterable<Problem> {
  const data = isEncrypted(resource) ? undefined : nodeAt(resource.node, ['data']);
  if (data?.kind !== 'map') return;
  for (const { key, value } of data.entries) {
    if (value.kind !== 'scalar' || blocks?.has(key.text) === true) continue;
    if (isCredential(key.text, value)) yield found(resource, key.range, key.text);
  }
}

function found(resource: Resource, range: Problem['at']['range'], field: string): Problem {
  return {
    at: { file: resource.file, range },
    object: resource.object,
    hidden: true,
    message: `${named(resource)} holds ${field} in the open; expected it in a Secret`,
    help: 'put it into a Secret that is encrypted, and name that Secret here; then change the credential, since Git keeps the old text',
  };
}
