import type { Problem } from '../../core/finding.ts';
import type { Resource } from '../../model/resource.ts';
import type { Path } from '../../yaml/node.ts';
import { mapsIn, overridePolicies, overridersIn, selectorsIn } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const override = 'podinfo/overridepolicy-podinfo.yaml';

export const fieldOverriderUnavailable: Rule = {
  id: 'fleet/field-overrider-unavailable',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A fieldOverrider on a control plane that has none, or on a Secret.',
  why: `Karmada has \`fieldOverrider\` from 1.12 on; an older control plane drops the field, or refuses the policy. And what it
changes must be a text: under \`data\` of a Secret stands base64, which is no YAML, and \`stringData\` is gone as soon as the
API server has it (rule 38 of the fleet model). Either way the object goes nowhere, or without the change.`,
  examples: [
    {
      title: 'a control plane of last year',
      base: 'fleet',
      karmadaVersion: '1.11',
      finds: [
        'OverridePolicy podinfo has a fieldOverrider, which Karmada 1.11 does not know; expected 1.12 or newer',
      ],
    },
    {
      title: 'values in a Secret',
      base: 'fleet',
      replace: [
        [
          override,
          '      kind: ConfigMap\n      name: podinfo-helm-chart-value-overrides\n',
          '      kind: Secret\n      name: podinfo-values\n',
        ],
      ],
      create: {
        'podinfo/secret-podinfo-values.yaml':
          'apiVersion: v1\nkind: Secret\nmetadata:\n  name: podinfo-values\n  namespace: podinfo\ntype: Opaque\n',
      },
      finds: [
        'OverridePolicy podinfo changes /data/values.yaml of a Secret, which is base64; expected a text',
      ],
    },
    { title: 'a ConfigMap', base: 'fleet', karmadaVersion: '1.12', finds: [] },
  ],
  alone: true,
  *check({ repo, settings }) {
    const { karmadaVersion } = settings;
    for (const resource of overridePolicies(repo))
      for (const overriders of overridersIn(resource)) {
        const list = [...overriders, 'fieldOverrider'];
        const [first] = mapsIn(resource, list);
        if (first === undefined) continue;
        if (karmadaVersion !== undefined && isBefore(karmadaVersion, 12)) {
          yield {
            ...problemOf(resource, list, {
              message: `${named(resource)} has a fieldOverrider, which Karmada ${karmadaVersion} does not know; expected 1.12 or newer`,
              help: 'override the values of the HelmRelease instead: plaintext with path /spec/values',
            }),
            at: resource.keyAt(...list),
          };
        }
        if (takesSecretsOnly(resource)) yield* ofSecrets(resource, list);
      }
  },
};

function* ofSecrets(resource: Resource, list: Path): Iterable<Problem> {
  for (const path of mapsIn(resource, list)) {
    const pointer = resource.text(...path, 'fieldPath') ?? '';
    const field = pointer.split('/')[1] ?? '';
    if (field !== 'data' && field !== 'stringData') continue;
    const why = field === 'data' ? 'which is base64' : 'which the API server has moved to data';
    yield problemOf(resource, [...path, 'fieldPath'], {
      message: `${named(resource)} changes ${pointer} of a Secret, ${why}; expected a text`,
      help: 'replace the whole value by plaintext, in base64, or keep what differs in a ConfigMap',
    });
  }
}

function takesSecretsOnly(policy: Resource): boolean {
  const selectors = selectorsIn(policy);
  return (
    selectors.length > 0 &&
    selectors.every(({ kind, apiVersion }) => kind === 'Secret' && apiVersion === 'v1')
  );
}

/** Whether a version of Karmada 1 is older than a minor one. */
function isBefore(version: string, minor: number): boolean {
  const found = /^v?1\.(\d+)/.exec(version);
  return found?.[1] !== undefined && Number(found[1]) < minor;
}
