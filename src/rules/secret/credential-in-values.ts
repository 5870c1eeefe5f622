import type { Location, Problem } from '../../core/finding.ts';
import { fluxGroups, isEncrypted, type Resource } from '../../model/resource.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { credentialsIn, isCredential } from '../credentials.ts';
import { named } from '../named.ts';
import type { Rule } from '../rule.ts';
import { readValues } from '../values-blocks.ts';

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
  alone: true,
  *check({ repo }) {
    const blocks = new Map<Resource, Set<string>>();
    for (const { resource, key, credentials } of readValues(repo)) {
      blocks.set(resource, (blocks.get(resource) ?? new Set()).add(key));
      if (resource.kind !== 'ConfigMap') continue;
      for (const { at, field } of credentials) yield found(resource, at, field);
    }
    for (const resource of repo.ofKind('ConfigMap', '')) yield* inData(resource, blocks.get(resource));
    for (const release of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const node = isEncrypted(release) ? undefined : nodeAt(release.node, ['spec', 'values']);
      if (node === undefined) continue;
      for (const { key, field } of credentialsIn(node))
        yield found(release, { file: release.file, range: key.range }, field);
    }
  },
};

/** Single values, such as the environment of a container. */
function* inData(resource: Resource, blocks: ReadonlySet<string> | undefined): Iterable<Problem> {
  const data = isEncrypted(resource) ? undefined : nodeAt(resource.node, ['data']);
  if (data?.kind !== 'map') return;
  for (const { key, value } of data.entries) {
    if (value.kind !== 'scalar' || blocks?.has(key.text) === true) continue;
    if (isCredential(key.text, value))
      yield found(resource, { file: resource.file, range: key.range }, key.text);
  }
}

function found(resource: Resource, at: Location, field: string): Problem {
  return {
    at,
    object: resource.object,
    hidden: true,
    message: `${named(resource)} holds ${field} in the open; expected it in a Secret`,
    help: 'put it into a Secret that is encrypted, and name that Secret here; then change the credential, since Git keeps the old text',
  };
}
