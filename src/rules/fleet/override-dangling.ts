import type { Problem } from '../../core/finding.ts';
import type { Decision, Fleet, Template } from '../../fleet/fleet.ts';
import { type Operation, writesOn } from '../../fleet/override-operations.ts';
import { keysIn, keysOn, lackOn, type Requirement, type Requirements } from '../../fleet/requirements.ts';
import { groupBy } from '../../model/group.ts';
import type { Reference } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import { dangling } from '../dangling.ts';
import { viewsAndIdle } from '../idle-view.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { replicasOverrider as field, onRelease, overrideFile as policy } from '../override-example.ts';
import { overrideFacts, type Relinked } from '../override-facts.ts';
import { clustersText, fleetIn, isPlaceKnown, needsIn } from '../placed.ts';
import { verbOf } from '../reference-words.ts';
import type { Rule } from '../rule.ts';

const plaintext = (path: string, operator: string, value?: string): [string, string, string] => [
  policy,
  field,
  `        plaintext:\n          - path: ${path}\n            operator: ${operator}\n${value === undefined ? '' : `            value: ${value}\n`}`,
];
const redisOnMember2: [string, string, string] = [
  'flux-system/propagationpolicies/propagationpolicy-redis.yaml',
  '      labelSelector:\n        matchLabels:\n          env: production\n',
  '      clusterNames:\n        - member2\n',
];

export const overrideDangling: Rule = {
  id: 'fleet/override-dangling',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'As an override changes it, an object needs what its clusters do not have.',
  why: `What an override writes into a reference is looked up on the cluster that gets the object: a source, a
ConfigMap, a key or a dependency that is not there stops the release on that cluster alone, while the files look sound.
The same goes for an override that takes away a key which a release reads.`,
  examples: [
    {
      title: 'values of a name that does not exist',
      base: 'fleet',
      replace: [plaintext('/spec/valuesFrom/0/name', 'replace', 'podinfo-member1'), onRelease],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo reads ConfigMap podinfo-member1, which does not exist',
      ],
    },
    {
      title: 'a key that the ConfigMap has not',
      base: 'fleet',
      replace: [plaintext('/spec/valuesFrom/0/valuesKey', 'replace', 'member1.yaml'), onRelease],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo reads key member1.yaml of ConfigMap podinfo-helm-chart-value-overrides, which has no such key there',
      ],
    },
    {
      title: 'a chart source that goes to another cluster',
      base: 'fleet',
      replace: [
        plaintext('/spec/chart/spec/sourceRef/name', 'replace', 'redis'),
        onRelease,
        redisOnMember2,
        [
          'redis/propagationpolicy-redis.yaml',
          '      labelSelector:\n        matchLabels:\n          env: production\n',
          '      clusterNames:\n        - member2\n',
        ],
      ],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo refers to HelmRepository redis, which is not sent there',
      ],
    },
    {
      title: 'a dependency that does not exist',
      base: 'fleet',
      replace: [plaintext('/spec/dependsOn', 'add', '[{ name: cache }]'), onRelease],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo depends on HelmRelease cache, which does not exist',
      ],
    },
    {
      title: 'a namespace that is taken out of a reference',
      base: 'fleet',
      replace: [plaintext('/spec/chart/spec/sourceRef/namespace', 'remove'), onRelease],
      finds: [
        'as OverridePolicy podinfo changes it for member1, HelmRelease podinfo refers to HelmRepository podinfo in namespace podinfo, which does not exist; there is one in namespace flux-system',
      ],
    },
    {
      title: 'a key that is removed, and read',
      base: 'fleet',
      replace: [plaintext('/data/values.yaml', 'remove')],
      finds: [
        'as OverridePolicy podinfo changes it for member1, ConfigMap podinfo-helm-chart-value-overrides has no key values.yaml, which HelmRelease podinfo reads',
      ],
    },
    {
      title: 'a dependency that is there',
      base: 'fleet',
      replace: [plaintext('/spec/dependsOn', 'add', '[{ name: redis, namespace: redis }]'), onRelease],
      finds: [],
    },
  ],
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const { relinked } = overrideFacts(fleet, context.schemas);
    if (relinked.length === 0) return;
    const found = new Map<string, Dangling>();
    const place = { fleet, needs: needsIn(fleet, context), repo: context.repo };
    const facts = [...relinked.flatMap((each) => [...newLacks(place, each)]), ...lostKeys(place, relinked)];
    for (const fact of facts) {
      const first = found.get(fact.key);
      if (first === undefined) found.set(fact.key, fact);
      else for (const cluster of fact.clusters) first.clusters.add(cluster);
    }
    for (const { operation, clusters, words, help, related } of found.values()) {
      const { resource } = operation.policy;
      const at = operation.operator === 'remove' ? 'path' : 'value';
      yield problemOf(resource, [...operation.path, at], {
        message: `as ${named(resource)} changes it for ${clustersText([...clusters].sort())}, ${words}`,
        help,
        related,
      });
    }
  },
};

/** Something that is missing on clusters, by one operation. */
interface Dangling extends Words {
  readonly key: string;
  readonly operation: Operation;
  readonly clusters: Set<string>;
}

interface Words {
  readonly words: string;
  readonly help: string;
  readonly related: NonNullable<Problem['related']>;
}

interface Place {
  readonly fleet: Fleet;
  readonly needs: Requirements;
  readonly repo: Repo;
}

/** What an object needs only after overrides, and does not find. */
function* newLacks(place: Place, { template, clusters, references }: Relinked): Iterable<Dangling> {
  const [cluster] = clusters;
  if (references.length === 0 || cluster === undefined) return;
  for (const need of place.needs(template, cluster)) {
    const { reference } = need;
    if (!need.isOverridden || reference.role === 'namespace') continue;
    const operation = references.findLast((each) => writesOn(each, reference.path.slice(0, -1)));
    if (operation === undefined) continue;
    const lacking = groupBy(clusters, (each) => lackOn(place.fleet, need, each));
    for (const [lack, on] of lacking) {
      const words = lack === undefined ? undefined : lackWords(place, need, lack);
      if (words === undefined) continue;
      const key = `${placeKey(operation)} ${lack} ${reference.kind} ${reference.namespace} ${reference.name}`;
      yield { key, operation, clusters: new Set(on), ...words };
    }
  }
}

function lackWords(
  { fleet, repo }: Place,
  need: Requirement,
  lack: NonNullable<ReturnType<typeof lackOn>>,
): Words | undefined {
  const { reference, template, staying } = need;
  const { from, kind, name, role, key = '' } = reference;
  const verb = verbOf(role);
  const said = `${named(from)} ${verb} ${kind} ${name}`;
  switch (lack) {
    case 'object':
      return danglingWords(repo, reference, verb);
    case 'travelling':
      // A member may have a source of that name of its own: bootstrap makes one on each.
      return staying === undefined || (role !== 'depends-on' && repo.settings.fleet.delivery !== 'flux')
        ? undefined
        : {
            words: `${said}, which is never sent to clusters`,
            help: 'name one that goes to the same clusters',
            related: [declaredHere(staying)],
          };
    case 'placement':
      return template === undefined || isSaidElsewhere(fleet, fleet.decide(template))
        ? undefined
        : {
            words: `${said}, which is not sent there`,
            help: `send ${kind} ${name} to the same clusters, or name one that goes there`,
            related: [declaredHere(template.resource)],
          };
    case 'key':
      return template === undefined
        ? undefined
        : {
            words: `${named(from)} reads key ${key} of ${kind} ${name}, which has no such key there`,
            help: 'name a key that it has, or add the key to it',
            related: [declaredHere(template.resource)],
          };
  }
}

/** In the words of the rules that judge references as they are written, and with their doubts. */
function danglingWords(repo: Repo, reference: Reference, verb: string): Words | undefined {
  const { from, kind, name, namespace } = reference;
  const view = viewsAndIdle(repo).find(({ resources }) =>
    resources.some(({ file, node }) => file === from.file && node === from.node),
  );
  if (view === undefined) return undefined;
  const place = namespace === undefined ? '' : ` in namespace ${namespace}`;
  const help = `name one that is there, or add ${kind} ${name}${place}`;
  const problem = dangling({ repo, view }, reference, { verb, help, elsewhere: () => help });
  return problem && { words: problem.message, help, related: problem.related ?? [] };
}

/** Of what waits, is not scheduled or lies in a namespace that Karmada skips, other rules speak. */
function isSaidElsewhere(fleet: Fleet, decision: Decision): boolean {
  const { passedOver, waitsFor, policy, unscheduled } = decision;
  if (!isPlaceKnown(fleet, decision) || waitsFor.length > 0) return true;
  if (passedOver !== undefined) return passedOver.reason !== 'claimed';
  return policy !== undefined && unscheduled !== undefined;
}

/** Keys that overrides take away from what others read. */
function* lostKeys({ fleet, needs }: Place, relinked: readonly Relinked[]): Iterable<Dangling> {
  const emptied = relinked.filter(({ keys }) => keys.length > 0);
  if (emptied.length === 0) return;
  const readers = readersIn(fleet, needs);
  for (const { template, clusters, keys } of emptied) {
    const [cluster] = clusters;
    const of = readers.get(template);
    if (of === undefined || cluster === undefined) continue;
    const left = keysOn(fleet, template, cluster);
    if (left === undefined) continue;
    const before = keysIn(template.object());
    for (const [reader, key] of of) {
      if (left.has(key) || !before.has(key)) continue;
      const operation = keys.findLast((each) =>
        ['data', 'stringData'].some((at) => writesOn(each, [at, key])),
      );
      const on = clusters.filter((each) => stillReads({ fleet, needs }, { reader, template, key }, each));
      if (operation === undefined || on.length === 0) continue;
      yield {
        key: `${placeKey(operation)} ${key} ${template.kind}`,
        operation,
        clusters: new Set(on),
        words: `${template.kind} ${template.name} has no key ${key}, which ${reader.kind} ${reader.name} reads`,
        help: 'leave the key in, or let the release read another one there',
        related: [declaredHere(template.resource), declaredHere(reader.resource)],
      };
    }
  }
}

/** Who reads which key of what, as the files have it. */
function readersIn(
  { templates }: Fleet,
  needs: Requirements,
): ReadonlyMap<Template, readonly (readonly [reader: Template, key: string])[]> {
  const readers = new Map<Template, [Template, string][]>();
  for (const reader of templates) {
    for (const { reference, template } of needs(reader)) {
      if (template === undefined || reference.key === undefined) continue;
      const known = readers.get(template) ?? [];
      readers.set(template, known);
      known.push([reader, reference.key]);
    }
  }
  return readers;
}

/** Whether the reader arrives on a cluster, and reads the key there. */
function stillReads(
  { fleet, needs }: Pick<Place, 'fleet' | 'needs'>,
  { reader, template, key }: { readonly reader: Template; readonly template: Template; readonly key: string },
  cluster: string,
): boolean {
  const going = fleet.decide(reader);
  if (!going.clusters.includes(cluster) || going.isSuspended(cluster)) return false;
  return needs(reader, cluster).some((need) => need.template === template && need.reference.key === key);
}

function placeKey({ policy, path }: Operation): string {
  const { file, range } = policy.resource.at(...path);
  return `${file} ${range.start}`;
}
