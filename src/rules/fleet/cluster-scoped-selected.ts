import type { Fix } from '../../core/finding.ts';
import { customKinds } from '../../fleet/custom-kinds.ts';
import { baseName, fileName, folderOf, join } from '../../model/layout.ts';
import { movesWithReferences } from '../../model/moves.ts';
import type { Repo } from '../../model/repo.ts';
import type { Resource } from '../../model/resource.ts';
import { isClusterScoped } from '../../model/scope.ts';
import type { DataEdit } from '../../yaml/edit-checked.ts';
import { editOf, isOurs, lazyFix, offerFix } from '../fixes.ts';
import {
  isClusterWide,
  policiesIn,
  selectedText,
  selectorsIn,
  type WrittenSelector,
} from '../fleet-policies.ts';
import { isFree } from '../move-fix.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const policy = 'podinfo/propagationpolicy-podinfo.yaml';
const namespace = '    - apiVersion: v1\n      kind: Namespace\n      name: podinfo\n';

export const clusterScopedSelected: Rule = {
  id: 'fleet/cluster-scoped-selected',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A policy of one namespace selects objects that have none.',
  why: `For an object without namespace Karmada asks ClusterPropagationPolicies and ClusterOverridePolicies only (rules 11
and 31 of the fleet model): such a selector of a PropagationPolicy or OverridePolicy never matches, and nothing says so. A
Namespace needs no policy: Karmada makes it on every member.`,
  repair: {
    unsafe:
      'The objects are placed from then on, as far as nobody else does: before, the policy took none of them.',
    safe: 'The selector matched nothing, and a Namespace goes to every member without it.',
  },
  examples: [
    {
      title: 'a Namespace among the objects of an app',
      base: 'fleet',
      replace: [[policy, '  resourceSelectors:\n', `  resourceSelectors:\n${namespace}`]],
      finds: [
        'PropagationPolicy podinfo selects Namespace podinfo, which has no namespace and which only a ClusterPropagationPolicy can take',
      ],
    },
    {
      title: 'roles alone',
      base: 'fleet',
      create: {
        'podinfo/clusterrole-podinfo.yaml':
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: podinfo\nrules: []\n',
        'podinfo/propagationpolicy-roles.yaml': `apiVersion: policy.karmada.io/v1alpha1
kind: PropagationPolicy
metadata:
  name: roles
  namespace: podinfo
spec:
  resourceSelectors:
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      name: podinfo
  placement:
    clusterAffinity:
      clusterNames:
        - member1
`,
      },
      finds: [
        'PropagationPolicy roles selects ClusterRole podinfo, which has no namespace and which only a ClusterPropagationPolicy can take',
      ],
    },
    {
      title: 'a role of the whole cluster',
      base: 'fleet',
      replace: [
        [
          policy,
          '  resourceSelectors:\n',
          '  resourceSelectors:\n    - apiVersion: rbac.authorization.k8s.io/v1\n      kind: ClusterRole\n      name: podinfo\n',
        ],
      ],
      finds: [
        'PropagationPolicy podinfo selects ClusterRole podinfo, which has no namespace and which only a ClusterPropagationPolicy can take',
      ],
    },
    { title: 'objects of its namespace', base: 'fleet', finds: [] },
  ],
  *check({ repo }) {
    const custom = customKinds(repo);
    const hasNoNamespace = ({ kind, apiVersion }: WrittenSelector): boolean =>
      isClusterScoped(kind) || custom.isClusterScoped(groupOf(apiVersion), kind);
    for (const resource of policiesIn(repo)) {
      if (isClusterWide(resource)) continue;
      const selectors = selectorsIn(resource);
      const wrong = selectors.filter(hasNoNamespace);
      const areAll = wrong.length === selectors.length;
      for (const selector of wrong) {
        const { kind, path } = selector;
        yield problemOf(resource, [...path, 'kind'], {
          message: `${named(resource)} selects ${selectedText(selector)}, which has no namespace and which only a Cluster${resource.kind} can take`,
          help:
            kind === 'Namespace'
              ? 'remove the selector: Karmada makes the Namespace on every member'
              : `select it in a Cluster${resource.kind}`,
          ...(areAll ? widened(repo, resource, wrong) : withoutNamespace(repo, resource, selector)),
        });
      }
    }
  },
};

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** A Namespace goes its own way; of other kinds somebody must say which policy takes them. */
function withoutNamespace(
  repo: Repo,
  policy: Resource,
  { kind, path }: WrittenSelector,
): { readonly fix?: Fix } {
  if (kind !== 'Namespace') return {};
  return offerFix(repo, policy, { title: 'remove the selector', safety: 'safe' }, [{ kind: 'remove', path }]);
}

/** The whole policy for the whole cluster, its file with it; the OverridePolicies that it waits for would not be those. */
function widened(
  repo: Repo,
  policy: Resource,
  selectors: readonly WrittenSelector[],
): { readonly fix?: Fix } {
  const { file } = policy;
  const isAlone = repo.resources.every((each) => each === policy || each.file !== file);
  const waits = policy.list('spec', 'dependentOverrides').length > 0;
  if (selectors.some(({ kind }) => kind === 'Namespace') || waits || !isAlone) return {};
  if (!isOurs(repo, policy)) return {};
  const kind = `Cluster${policy.kind}`;
  const to = join(folderOf(file), fileName(kind, policy.name));
  if (baseName(file) !== fileName(policy.kind, policy.name) || !isFree(repo, { from: file, to })) return {};
  const edits: DataEdit[] = [
    { kind: 'set', path: ['kind'], value: kind },
    ...selectors
      .filter(({ namespace }) => namespace !== '')
      .map(({ path }) => ({ kind: 'remove', path: [...path, 'namespace'] }) as const),
    ...(policy.namespace === undefined ? [] : [{ kind: 'remove', path: ['metadata', 'namespace'] } as const]),
  ];
  const make = () => [editOf(repo.files, policy, edits), ...movesWithReferences(repo, new Map([[file, to]]))];
  return { fix: lazyFix({ title: `make it a ${kind}`, safety: 'unsafe' }, make) };
}
