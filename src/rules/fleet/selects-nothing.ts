import type { Problem, Safety } from '../../core/finding.ts';
import { nearest } from '../../core/suggest.ts';
import type { Policy, Selector } from '../../fleet/policy.ts';
import { apiState } from '../../model/api-state.ts';
import type { Repo } from '../../model/repo.ts';
import { isClusterScoped } from '../../model/scope.ts';
import { hasVariable } from '../../model/substitution.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { offerFix } from '../fixes.ts';
import { meantNamespace } from '../fleet-policies.ts';
import { declaredHere, named, plural, problemOf } from '../named.ts';
import { fleetIn } from '../placed.ts';
import type { Rule } from '../rule.ts';
import { isFound, isKept, isMadeElsewhere, mayBeLabelled, type Shelf, shelves } from '../selected-objects.ts';
import { betterVersion } from './version-not-preferred.ts';

const policy = 'podinfo/overridepolicy-podinfo.yaml';
const repositories = 'flux-system/propagationpolicies/propagationpolicy-redis.yaml';

const withoutNamespace = `apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata:
  name: podinfo-timeout
spec:
  resourceSelectors:
    - apiVersion: helm.toolkit.fluxcd.io/v2
      kind: HelmRelease
      name: podinfo
  overrideRules:
    - overriders:
        plaintext:
          - path: /spec/timeout
            operator: replace
            value: 10m
`;

export const selectsNothing: Rule = {
  id: 'fleet/selects-nothing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy selects an object that does not exist.',
  why: `A selector that matches nothing is no error to Karmada: the object that was meant goes nowhere, or goes out without
its override. Names, namespaces, kinds and apiVersions are compared as texts. Objects that the repository does not hold
(Secrets, kinds of which it has none, \`externals\` of the configuration) are not missed.`,
  examples: [
    {
      title: 'a slip in a name',
      base: 'fleet',
      replace: [[policy, 'podinfo-helm-chart-value-overrides', 'podinfo-helm-chart-values-overrides']],
      finds: [
        'OverridePolicy podinfo selects ConfigMap podinfo-helm-chart-values-overrides, which does not exist; did you mean podinfo-helm-chart-value-overrides?',
      ],
    },
    {
      title: 'a policy in another namespace than its object',
      base: 'fleet',
      create: {
        'redis/overridepolicy-podinfo-timeout.yaml': withoutNamespace.replace(
          '  name: podinfo-timeout\n',
          '  name: podinfo-timeout\n  namespace: redis\n',
        ),
      },
      finds: [
        'OverridePolicy podinfo-timeout selects HelmRelease podinfo in namespace redis, which does not exist; there is one in namespace podinfo',
      ],
    },
    {
      title: 'a policy that says no namespace, for objects of one',
      base: 'fleet',
      create: { 'karmada/overridepolicy-podinfo-timeout.yaml': withoutNamespace },
      finds: [
        'OverridePolicy podinfo-timeout selects HelmRelease podinfo in namespace default, which does not exist; there is one in namespace podinfo',
      ],
    },
    {
      title: 'a policy that says a namespace in which nothing lives that it names',
      base: 'fleet',
      create: {
        'karmada/overridepolicy-podinfo-timeout.yaml': withoutNamespace.replace(
          '  name: podinfo-timeout\n',
          '  name: podinfo-timeout\n  namespace: default\n',
        ),
      },
      finds: [
        'OverridePolicy podinfo-timeout selects HelmRelease podinfo in namespace default, which does not exist; there is one in namespace podinfo',
      ],
    },
    {
      title: 'a policy whose namespace stands in a kustomization.yaml, which kubectl apply -f does not read',
      base: 'fleet',
      create: {
        'karmada/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: podinfo\nresources:\n  - overridepolicy-podinfo-timeout.yaml\n',
        'karmada/overridepolicy-podinfo-timeout.yaml': withoutNamespace,
      },
      finds: [
        'OverridePolicy podinfo-timeout selects HelmRelease podinfo in namespace default, which does not exist; there is one in namespace podinfo',
      ],
    },
    {
      title: 'an apiVersion of another group',
      base: 'fleet',
      replace: [
        [
          policy,
          '    - apiVersion: v1\n      kind: ConfigMap\n',
          '    - apiVersion: core/v1\n      kind: ConfigMap\n',
        ],
      ],
      finds: [
        'OverridePolicy podinfo selects ConfigMap podinfo-helm-chart-value-overrides in core/v1, which does not exist; there is one in v1',
      ],
    },
    {
      title: 'labels that nothing has',
      base: 'fleet',
      replace: [
        [
          policy,
          '      name: podinfo-helm-chart-value-overrides\n      namespace: podinfo\n',
          '      namespace: podinfo\n      labelSelector:\n        matchLabels:\n          app: podinfo\n',
        ],
      ],
      finds: ['OverridePolicy podinfo selects ConfigMaps by labels that none in namespace podinfo has'],
    },
    {
      title: 'a Secret that is not in the repository',
      base: 'fleet',
      replace: [
        [
          repositories,
          '  placement:',
          '    - apiVersion: v1\n      kind: Secret\n      name: redis-credentials\n      namespace: flux-system\n  placement:',
        ],
      ],
      finds: [],
    },
  ],
  repair: {
    safe: 'The repository holds one object of that kind and name, and the selector then finds it.',
    unsafe:
      'The policy says its namespace, and moves to the one in which all live that it names: look whether it was meant there.',
  },
  *check(context) {
    const fleet = fleetIn(context);
    if (fleet === undefined) return;
    const byKind = shelves(fleet);
    for (const policy of [...fleet.propagationPolicies, ...fleet.overridePolicies]) {
      for (const selector of policy.selectors) {
        if (isSaidElsewhere(context.repo, policy, selector)) continue;
        const shelf = byKind.get(selector.kind);
        if (shelf === undefined || isFound(shelf, selector)) continue;
        if (selector.name === '' && mayBeLabelled(fleet, policy, shelf)) continue;
        const problem =
          selector.name === ''
            ? noneOfKind(policy, selector)
            : noneOfName(context.repo, { policy, selector, shelf });
        if (problem !== undefined) yield problem;
      }
    }
  },
};

/** Selectors that other rules speak of, or nobody can judge. */
function isSaidElsewhere(repo: Repo, { namespace }: Policy, selector: Selector): boolean {
  const { apiVersion, kind, name } = selector;
  if (apiVersion === '' || kind === '') return true;
  if ([apiVersion, kind, name, selector.namespace].some(hasVariable)) return true;
  // A policy of a namespace selects nothing of another, and nothing that has none.
  if (namespace !== undefined && (selector.namespace !== namespace || isClusterScoped(kind))) return true;
  const state = apiState(apiVersion, kind, repo.flux)?.kind;
  if (state === 'removed' || state === 'too-new' || state === 'unknown-version') return true;
  return betterVersion(repo, selector) !== undefined;
}

/** Of a kind of which the repository has some, but none that the selector means. */
function noneOfKind(policy: Policy, selector: Selector): Problem | undefined {
  const { kind, namespace, labelSelector: labels, path } = selector;
  const where = namespace === '' ? '' : ` in namespace ${namespace}`;
  const message =
    labels === undefined
      ? `${named(policy.resource)} selects all ${plural(kind)}${where}, and there is none`
      : `${named(policy.resource)} selects ${plural(kind)} by labels that none${where} has`;
  return problemOf(policy.resource, labels === undefined ? path : [...path, 'labelSelector'], {
    message,
    help: `name a ${kind}, or remove the selector`,
  });
}

interface Case {
  readonly policy: Policy;
  readonly selector: Selector;
  readonly shelf: Shelf;
}

function noneOfName(repo: Repo, { policy, selector, shelf }: Case): Problem | undefined {
  const { apiVersion, kind, name, namespace, path } = selector;
  const same = shelf.get(name) ?? [];
  const here = same.find((each) => namespace === '' || each.namespace === namespace);
  const subject = `${named(policy.resource)} selects ${kind} ${name}`;
  if (here !== undefined) {
    return problemOf(policy.resource, [...path, 'apiVersion'], {
      message: `${subject} in ${apiVersion}, which does not exist; there is one in ${here.apiVersion}`,
      help: `write apiVersion: ${here.apiVersion}`,
      related: [declaredHere(here.resource)],
      ...offered({ kind: 'set', path: [...path, 'apiVersion'], value: here.apiVersion }),
    });
  }
  const away = same[0];
  if (isMadeElsewhere(repo, selector)) return undefined;
  if (away !== undefined) {
    const place = away.namespace ?? 'default';
    const isWide = policy.namespace === undefined;
    // Who writes another namespace than the one in which all things land means it.
    const mayMove = (policy.resource.namespace ?? 'default') === 'default';
    const home = mayMove ? meantNamespace(repo, policy.resource) : undefined;
    const at = policy.resource.has(...path, 'namespace') ? 'namespace' : 'name';
    const isOnly = isWide && same.length === 1 && away.namespace !== undefined;
    return problemOf(policy.resource, [...path, at], {
      message: `${subject} in namespace ${namespace}, which does not exist; there is one in namespace ${place}`,
      help: isWide
        ? `write namespace: ${place}`
        : `a policy selects objects of its own namespace: write metadata.namespace: ${place}, or a policy of its own for it`,
      related: [declaredHere(away.resource)],
      ...(isOnly ? offered({ kind: 'set', path: [...path, 'namespace'], value: place }) : {}),
      ...(home === undefined
        ? {}
        : offered(
            { kind: 'set', path: ['metadata', 'namespace'], value: home, below: ['name'] },
            policy.resource.namespace === undefined ? 'safe' : 'unsafe',
          )),
    });
  }
  const peers = [...shelf.values()].flat().filter((each) => namespace === '' || each.namespace === namespace);
  const near = nearest(
    name,
    peers.map((each) => each.name),
  );
  if (near === undefined && !isKept(repo, { kind, apiVersion }, shelf)) return undefined;
  const meant = near === undefined ? undefined : peers.find((each) => each.name === near);
  return problemOf(policy.resource, [...path, 'name'], {
    message: `${subject}, which does not exist${near === undefined ? '' : `; did you mean ${near}?`}`,
    help: `name a ${kind} of this repository, or remove the selector`,
    ...(meant === undefined ? {} : { related: [declaredHere(meant.resource)] }),
  });

  function offered(edit: DataEdit, safety: Safety = 'safe'): Pick<Problem, 'fix'> {
    return offerFix(repo, policy.resource, { title: `select the ${kind} that there is`, safety }, [edit]);
  }
}
