import type { Fleet, Template } from '../../fleet/fleet.ts';
import { groupBy } from '../../model/group.ts';
import { propagationPolicies } from '../fleet-policies.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const bucket = (name: string): Readonly<Record<string, string>> => ({
  'podinfo/bucket-podinfo.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: Bucket\nmetadata:\n  name: podinfo\n  namespace: podinfo\nspec:\n  bucketName: podinfo\n  endpoint: s3.example.com\n  interval: 15m\n',
  [`podinfo/cloudbucket-${name}.yaml`]: `apiVersion: storage.example.com/v1\nkind: Bucket\nmetadata:\n  name: ${name}\n  namespace: podinfo\n`,
});
const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const selecting = (name: string): readonly [string, string, string] => [
  policy,
  '  dependentOverrides:',
  `    - apiVersion: source.toolkit.fluxcd.io/v1\n      kind: Bucket\n      name: podinfo\n      namespace: podinfo\n    - apiVersion: storage.example.com/v1\n      kind: Bucket\n      name: ${name}\n      namespace: podinfo\n  dependentOverrides:`,
];

export const bindingCollision: Rule = {
  id: 'fleet/binding-collision',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two objects of one kind and name, from two API groups, share one binding.',
  why: `Karmada keeps where an object goes in a ResourceBinding that is called after its name and its kind, without the API
group (rule 46 of the fleet model). Two objects of a namespace that differ in the group only write the same binding in
turns: each change of the one takes away the other from the members.`,
  examples: [
    {
      title: 'two kinds called Bucket',
      base: 'fleet',
      create: bucket('podinfo'),
      replace: [selecting('podinfo')],
      finds: [
        'Bucket podinfo of storage.example.com and that of source.toolkit.fluxcd.io share the ResourceBinding podinfo-bucket; expected different names',
      ],
    },
    {
      title: 'two names',
      base: 'fleet',
      create: bucket('podinfo-files'),
      replace: [selecting('podinfo-files')],
      finds: [],
    },
  ],
  *check({ repo, fleet }) {
    if (propagationPolicies(repo).length === 0) return;
    const simulated = fleet();
    const bound = groupBy(simulated.templates, keyOf);
    for (const all of bound.values()) {
      if (all.length < 2) continue;
      const [first, ...others] = all.filter((each) => isBound(simulated, each));
      for (const other of first === undefined ? [] : others) {
        if (first === undefined || other.group === first.group) continue;
        yield problemOf(other.resource, ['metadata', 'name'], {
          message: `${named(other.resource)} of ${groupOf(other)} and that of ${groupOf(first)} share the ResourceBinding ${bindingOf(other)}; expected different names`,
          help: 'give one of them another name, or place only one of them by policies',
          related: [
            {
              at: first.resource.at('metadata', 'name'),
              message: `the one of ${groupOf(first)} is declared here`,
            },
          ],
        });
      }
    }
  },
};

function isBound(fleet: Fleet, template: Template): boolean {
  const { policy, followed } = fleet.decide(template);
  return policy !== undefined || followed.size > 0;
}

function keyOf(template: Template): string {
  return `${template.namespace ?? ''}/${bindingOf(template)}`;
}

function groupOf({ group }: Template): string {
  return group === '' ? 'Kubernetes itself' : group;
}

/** pkg/util/names/names.go, GenerateBindingName. */
function bindingOf({ name, kind }: Template): string {
  return `${name.replaceAll(':', '.')}-${kind}`.toLowerCase();
}
