import type { Problem } from '../../core/finding.ts';
import type { Decision, Fleet, Template } from '../../fleet/fleet.ts';
import type { Requirement } from '../../fleet/requirements.ts';
import type { Reference, ReferenceRole } from '../../model/references.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { hasVariable } from '../../model/substitution.ts';
import { offerFix } from '../fixes.ts';
import { declaredHere, named, problemOf } from '../named.ts';
import { clustersText, fleetIn, isPlaceKnown, namesOf, needsIn } from '../placed.ts';
import { phraseOf } from '../reference-words.ts';
import type { Rule, RuleContext } from '../rule.ts';

const repositoryPolicy = 'flux-system/propagationpolicies/propagationpolicy-podinfo.yaml';
const redisPolicy = 'flux-system/propagationpolicies/propagationpolicy-redis.yaml';
const release = 'podinfo/helmrelease-podinfo.yaml';
const production = '          env: production\n';
const tests =
  '          env: staging\n    clusterTolerations:\n      - key: dedicated\n        operator: Exists\n';

const website = {
  'website/gitrepository-website.yaml':
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: website\n  namespace: flux-system\nspec:\n  interval: 15m\n  url: https://example.com/website\n  ref:\n    branch: main\n',
  'website/kustomization-website.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: website
  namespace: flux-system
spec:
  dependsOn:
    - name: redis
  interval: 15m
  retryInterval: 2m
  timeout: 10m
  path: ./deploy
  prune: true
  sourceRef:
    kind: GitRepository
    name: website
`,
  'website/propagationpolicy-website.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: website
  namespace: flux-system
spec:
  resourceSelectors:
    - apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      name: website
      namespace: flux-system
    - apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      name: website
      namespace: flux-system
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`,
};

export const referenceLeftBehind: Rule = {
  id: 'fleet/reference-left-behind',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'An object goes to a cluster, and what it refers to does not.',
  why: `References are looked up on the cluster on which an object runs. A HelmRelease whose chart source, values,
ServiceAccount or dependency is placed on fewer clusters than itself fails on all the others, and a Kustomization that
depends on one which is not there waits for ever. What goes along as a dependency, or with its namespace, counts as
delivered; optional values, and \`externals\` of the configuration, need not be there.`,
  examples: [
    {
      title: 'a chart source on one of two clusters',
      base: 'fleet',
      replace: [[repositoryPolicy, '        - member2\n', '']],
      finds: [
        'HelmRelease podinfo goes to member1 and member2, and HelmRepository podinfo, to which it refers, not to member2',
      ],
    },
    {
      title: 'a chart source on clusters with other labels',
      base: 'fleet',
      replace: [[redisPolicy, production, tests]],
      finds: [
        'HelmRelease redis goes to member1 and member2, and HelmRepository redis, to which it refers, to none of them',
      ],
    },
    {
      title: 'a dependency that runs elsewhere',
      base: 'fleet',
      replace: [
        [
          release,
          '  interval: 15m\n',
          '  dependsOn:\n    - name: redis\n      namespace: redis\n  interval: 15m\n',
        ],
        ['redis/propagationpolicy-redis.yaml', production, tests],
        [redisPolicy, production, tests],
      ],
      finds: [
        'HelmRelease podinfo goes to member1 and member2, and HelmRelease redis, on which it depends, to none of them',
      ],
    },
    {
      title: 'values that no policy may take',
      base: 'fleet',
      replace: [
        [
          'redis/configmap-redis-helm-chart-value-overrides.yaml',
          '  labels:\n',
          '  labels:\n    resourcetemplate.karmada.io/claimed-by: redis\n',
        ],
      ],
      finds: [
        'HelmRelease redis goes to member1 and member2, and ConfigMap redis-helm-chart-value-overrides, which it reads, to none of them',
      ],
    },
    {
      title: "a dependency on what applies this repository, where it is not Flux's work to bring it",
      base: 'fleet',
      create: website,
      finds: [
        'Kustomization website goes to member1, and Kustomization redis, on which it depends, applies this repository and goes to no cluster',
      ],
    },
    {
      title: 'a dependency on the same clusters',
      base: 'fleet',
      replace: [
        [
          release,
          '  interval: 15m\n',
          '  dependsOn:\n    - name: redis\n      namespace: redis\n  interval: 15m\n',
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    safe: 'The policy takes nothing but what is missing there, and what needs it goes to these clusters already.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined || fleet.propagationPolicies.length === 0) return;
    const needs = needsIn(fleet, context);
    const taken = countTaken(fleet);
    const applied = new Set(context.repo.views.flatMap(({ resources }) => resources));
    for (const template of fleet.templates) {
      const going = fleet.decide(template);
      if (going.policy === undefined || !isPlaceKnown(fleet, going)) continue;
      const clusters = going.clusters.filter((cluster) => !going.isSuspended(cluster));
      if (clusters.length === 0) continue;
      const place = { taken, clusters, template };
      const problems = [
        ...needs(template).map((need) =>
          need.template === undefined
            ? absent({ ...context, applied }, { ...need, ...place })
            : problemWith({ ...context, fleet: () => fleet }, { ...place, need }),
        ),
        ...serviceAccount(fleet, template).map((need) =>
          problemWith({ ...context, fleet: () => fleet }, { ...place, need }),
        ),
      ];
      for (const problem of problems) {
        if (problem !== undefined) yield problem;
      }
    }
  },
};

type Need = Pick<Requirement, 'template'> & {
  readonly reference: Pick<Requirement['reference'], 'path'> & { readonly role: ReferenceRole | 'account' };
};

/** The account that a controller of the cluster takes for its work. */
function serviceAccount(fleet: Fleet, { resource, namespace }: Template): Need[] {
  const path = ['spec', 'serviceAccountName'];
  const name = resource.text(...path);
  const template = name === undefined ? undefined : fleet.find('ServiceAccount', namespace, name, '');
  return template === undefined ? [] : [{ reference: { path, role: 'account' }, template }];
}

/** Where to look for what the control plane does not hold; `applied` is what lies in a view. */
interface Place extends Pick<RuleContext, 'repo' | 'settings'> {
  readonly applied: ReadonlySet<Resource>;
}

/** What is wrong where the control plane does not hold what an object needs; undefined where that is said elsewhere. */
function absent(
  { repo, settings, applied }: Place,
  {
    template,
    clusters,
    reference,
    staying,
  }: Pick<Case, 'template' | 'clusters'> & Pick<Requirement, 'reference' | 'staying'>,
): Problem | undefined {
  const { kind, name, role, path } = reference;
  if (role === 'namespace') return undefined;
  const isOwn = settings.fleet.delivery !== 'flux';
  if (staying === undefined && (applied.has(template.resource) || !mayBeMissed(repo, reference)))
    return undefined;
  const stays = isOwn
    ? 'applies this repository and goes to no cluster'
    : 'is not applied to the control plane';
  return problemOf(template.resource, path, {
    message: `${named(template.resource)} goes to ${clustersText(clusters)}, and ${kind} ${name}, ${phraseOf(role)}, ${staying === undefined ? 'does not exist' : stays}`,
    help:
      staying !== undefined && isOwn
        ? 'do without it, or depend on what a policy sends to the same clusters'
        : `add ${kind} ${name} to what the control plane gets and select it in a policy, or name it under externals if the clusters have it`,
    ...(staying === undefined ? {} : { related: [declaredHere(staying)] }),
  });
}

/** Whether an object would be in the repository if it existed. */
function mayBeMissed(repo: Repo, { kind, name, namespace }: Reference): boolean {
  if (kind === 'Secret' || repo.unread.size > 0 || hasVariable(name) || hasVariable(namespace ?? ''))
    return false;
  return ![...repo.kustomizationFiles.values()].some(
    (file) => repo.files.text(file)?.includes(name) === true,
  );
}

interface Case {
  /** How many objects each policy takes. */
  readonly taken: ReadonlyMap<unknown, number>;
  readonly template: Template;
  /** Where it goes. */
  readonly clusters: readonly string[];
  readonly need: Need;
}

function problemWith(
  { repo, fleet }: RuleContext,
  { taken, template, clusters, need }: Case,
): Problem | undefined {
  const { reference, template: needed } = need;
  if (needed === undefined || reference.role === 'namespace') return undefined;
  const there = fleet().decide(needed);
  if (isSaidElsewhere(fleet(), there, reference)) return undefined;
  const arrived = new Set(there.clusters);
  const missing = clusters.filter((cluster) => !arrived.has(cluster));
  if (missing.length === 0) return undefined;
  const lack = missing.length === clusters.length ? 'to none of them' : `not to ${clustersText(missing)}`;
  const { policy } = there;
  const names = policy === undefined ? undefined : namesOf(policy);
  const mayExtend = policy !== undefined && names !== undefined && taken.get(policy) === 1;
  const placement = ['spec', 'placement', 'clusterAffinity', 'clusterNames'];
  return problemOf(template.resource, reference.path, {
    message: `${named(template.resource)} goes to ${clustersText(clusters)}, and ${named(needed.resource)}, ${phraseOf(reference.role)}, ${lack}`,
    help:
      there.passedOver !== undefined
        ? `remove label ${claim}: no policy takes what has it`
        : policy === undefined
          ? `select ${named(needed.resource)} in a policy that sends it to ${clustersText(missing)}`
          : `let ${named(policy.resource)} send it to ${clustersText(missing)} as well`,
    ...(there.passedOver === undefined
      ? {}
      : {
          related: [{ at: needed.resource.at('metadata', 'labels', claim), message: there.passedOver.why }],
        }),
    ...(policy === undefined
      ? {}
      : {
          related: [
            {
              at: policy.resource.at('spec', 'placement'),
              message: `${named(policy.resource)} says where ${named(needed.resource)} goes`,
            },
          ],
        }),
    ...(mayExtend
      ? offerFix(
          repo,
          policy.resource,
          { title: `send ${named(needed.resource)} to ${clustersText(missing)} as well`, safety: 'safe' },
          missing.map((value) => ({ kind: 'append', path: placement, value })),
        )
      : {}),
  });
}

/** What has it no policy takes (rule 8). */
const claim = 'resourcetemplate.karmada.io/claimed-by';

/** Parts that no policy takes, what Karmada passes over, and what waits or is not scheduled, other rules speak of. */
function isSaidElsewhere(fleet: Fleet, decision: Decision, { role }: Need['reference']): boolean {
  const { policy, passedOver, waitsFor, unscheduled, clusters, refusal } = decision;
  if (waitsFor.length > 0 || !isPlaceKnown(fleet, decision)) return true;
  if (passedOver !== undefined) return passedOver.reason !== 'claimed';
  // A taint is no fault of the policy: it shows in nothing but what is missing.
  const isTainted = (): boolean => fleet.clusters.some(({ name }) => refusal(name)?.filter === 'taint');
  if (unscheduled !== undefined && !isTainted()) return true;
  return policy === undefined && clusters.length === 0 && role !== 'depends-on' && role !== 'account';
}

function countTaken(fleet: Fleet): ReadonlyMap<unknown, number> {
  const taken = new Map<unknown, number>();
  for (const template of fleet.templates) {
    const { policy } = fleet.decide(template);
    if (policy !== undefined) taken.set(policy, (taken.get(policy) ?? 0) + 1);
  }
  return taken;
}
