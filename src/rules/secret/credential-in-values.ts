import type { KnownCharts } from '../../chart/known-charts.ts';
import { knownValues } from '../../chart/known-values.ts';
import type { Location, Problem } from '../../core/finding.ts';
import { rangeOf } from '../../core/text.ts';
import type { Repo } from '../../model/repo.ts';
import { fluxGroups, isEncrypted, type Resource } from '../../model/resource.ts';
import { nodeAt } from '../../yaml/locate.ts';
import { podinfoCharts } from '../chart-examples.ts';
import { releaseValues } from '../chart-values.ts';
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
are the chart's own are left alone: all of them where nothing was changed, each of them where the chart is known. What is found is never printed.`,
  examples: [
    {
      title: 'a password in the values of a release',
      replace: [[values, '    ingress:', '    cachePassword: correct-horse\n    ingress:']],
      finds: [
        'ConfigMap podinfo-helm-chart-value-overrides holds cachePassword in the open; expected it in a Secret',
      ],
    },
    {
      title: "a password that is the chart's own",
      charts: podinfoCharts({ '6.14.1': ['cache: ""', 'cache: ""\ncachePassword: correct-horse'] }),
      replace: [[values, '    ingress:', '    cachePassword: correct-horse\n    ingress:']],
      finds: [],
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
  *check({ repo, charts }) {
    const blocks = new Map<Resource, Set<string>>();
    for (const { resource, key, credentials } of readValues(repo)) {
      blocks.set(resource, (blocks.get(resource) ?? new Set()).add(key));
      if (resource.kind !== 'ConfigMap' || credentials.length === 0) continue;
      const published = publishedIn(repo, charts, { holder: resource, key });
      for (const { at, field, text } of credentials)
        if (!published.has(JSON.stringify([field, text]))) yield found(resource, at, field);
    }
    for (const resource of repo.ofKind('ConfigMap', '')) yield* inData(resource, blocks.get(resource));
    for (const release of repo.ofKind('HelmRelease', fluxGroups.helm)) {
      const node = isEncrypted(release) ? undefined : nodeAt(release.node, ['spec', 'values']);
      if (node === undefined) continue;
      for (const { key, field } of credentialsIn(node))
        yield found(release, { file: release.file, range: rangeOf(key) }, field);
    }
  },
};

/** The credentials that the chart's own values hold, field and text: who reads the chart has them. */
function publishedIn(
  repo: Repo,
  charts: KnownCharts,
  { holder, key }: { readonly holder: Resource; readonly key: string },
): ReadonlySet<string> {
  const published = new Set<string>();
  for (const values of releaseValues(repo, charts)) {
    if (values.holder !== holder || values.path[1] !== key) continue;
    const origin = values.base === undefined ? undefined : charts.facts(values.charted.place, values.base);
    const { defaults } = knownValues(origin ?? values.facts);
    if (defaults === undefined) continue;
    for (const { field, value } of credentialsIn(defaults))
      published.add(JSON.stringify([field, value.text]));
  }
  return published;
}

/** Single values, such as the environment of a container. */
function* inData(resource: Resource, blocks: ReadonlySet<string> | undefined): Iterable<Problem> {
  const data = isEncrypted(resource) ? undefined : nodeAt(resource.node, ['data']);
  if (data?.kind !== 'map') return;
  for (const { key, value } of data.entries) {
    if (value.kind !== 'scalar' || blocks?.has(key.text) === true) continue;
    if (isCredential(key.text, value))
      yield found(resource, { file: resource.file, range: rangeOf(key) }, key.text);
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
