import type { Problem } from '../../core/finding.ts';
import type { Resource } from '../../model/resource.ts';
import { isWithin } from '../../model/tree.ts';
import type { Build, Identified } from '../../model/view.ts';
import { named, problemOf } from '../named.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'flux-system/kustomizations/kustomization-podinfo.yaml';
const second = (path: string): Readonly<Record<string, string>> => ({
  'flux-system/kustomizations/kustomization-team.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: team
  namespace: flux-system
spec:
  interval: 15m
  retryInterval: 2m
  path: ${path}
  prune: true
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
});

export const pathOverlap: Rule = {
  id: 'kustomization/path-overlap',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Two Kustomizations apply the same objects from overlapping paths.',
  why: `Each writes its own labels, patches and variables into the objects, in turn, and each counts them as its own: when one of them is
removed or its path changes, it deletes what the other still applies. A folder belongs to one Kustomization; a
kustomization.yaml in the outer folder that lists what it means keeps the inner one out.`,
  examples: [
    {
      title: 'the same folder twice',
      create: second('./podinfo'),
      finds: [
        'Kustomization podinfo applies ./podinfo, and Kustomization team from ./podinfo the same objects',
      ],
    },
    {
      title: 'the whole repository beside its folders',
      create: second('./'),
      finds: ['Kustomization team applies ./, and with it what other Kustomizations apply'],
    },
    {
      title: 'a folder of its own',
      replace: [[kustomization, '  prune: true', '  targetNamespace: podinfo\n  prune: true']],
      finds: [],
    },
  ],
  *check({ repo }) {
    for (const { builds } of repo.views) {
      const overlaps = new Map<Owned, Overlap[]>();
      const owners = new Map<string, Owned>();
      for (const build of builds) {
        const { kustomization: from } = build;
        if (from === undefined || isElsewhere(from)) continue;
        const self = { build, from };
        const shared = new Map<Owned, Identified[]>();
        for (const each of build.identities) {
          // Two variables of one name may have two values.
          if (each.name.includes('${') || each.namespace?.includes('${') === true) continue;
          const owner = owners.get(keyOf(each));
          if (owner === undefined) owners.set(keyOf(each), self);
          else if (isOther(owner, self)) shared.set(owner, [...(shared.get(owner) ?? []), each]);
        }
        for (const [owner, objects] of shared) {
          const [outer, inner] = isWithin(build.path, owner.build.path) ? [owner, self] : [self, owner];
          if (!isWithin(inner.build.path, outer.build.path)) continue;
          overlaps.set(outer, [...(overlaps.get(outer) ?? []), { inner, objects }]);
        }
      }
      for (const [outer, found] of overlaps) yield overlapping(outer, found);
    }
  },
};

interface Owned {
  readonly build: Build;
  readonly from: Resource;
}

/** What another Kustomization applies of the same objects. */
interface Overlap {
  readonly inner: Owned;
  readonly objects: readonly Identified[];
}

/** What is suspended applies nothing, and what has a kubeConfig fills another cluster. */
function isElsewhere(from: Resource): boolean {
  return from.get('spec', 'suspend') === true || from.get('spec', 'kubeConfig') !== undefined;
}

/** One Kustomization that is declared twice is said by metadata/duplicate-object. */
function isOther({ from: one }: Owned, { from: other }: Owned): boolean {
  return one.name !== other.name || one.namespace !== other.namespace;
}

/**
 * One finding, at the outer path: it is what reaches too far. How many others there are, and which, changes with every
 * app; what is wrong stays the same.
 */
function overlapping({ build, from }: Owned, overlaps: readonly Overlap[]): Problem {
  const [first, ...others] = overlaps;
  const inner = first?.inner ?? { build, from };
  const [object, ...rest] = first?.objects ?? [];
  const theirs = `${named(inner.from)} from ./${inner.build.path}`;
  const count = rest.length === 0 ? '' : ` and ${rest.length} more`;
  const start = `${named(from)} applies ./${build.path}, and`;
  return problemOf(from, ['spec', 'path'], {
    message:
      others.length === 0
        ? `${start} ${theirs} the same objects`
        : `${start} with it what other Kustomizations apply`,
    help:
      others.length === 0
        ? `leave ./${inner.build.path} to one of them; both apply ${object?.resource.kind} ${object?.name}${count}`
        : `name a folder that holds none of the ${overlaps.length} others, or list what is meant in ${build.path === '' ? '' : `${build.path}/`}kustomization.yaml`,
    related: overlaps.slice(0, 5).map(({ inner: each }) => ({
      at: each.from.at('spec', 'path'),
      message: `${named(each.from)} applies ./${each.build.path}`,
    })),
  });
}

function keyOf({ resource, name, namespace }: Identified): string {
  return `${resource.group}/${resource.kind}/${namespace ?? ''}/${name}`;
}
