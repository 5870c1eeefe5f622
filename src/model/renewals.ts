import type { DataEdit } from '../yaml/edit-checked.ts';
import type { Path } from '../yaml/node.ts';
import { isMap } from '../yaml/render.ts';
import type { Step } from './migrate-moves.ts';
import { kustomizeGroup, type Resource } from './resource.ts';

/** A field that an API still takes under an older name or in an older form, and how it is written now. */
interface Renewal {
  /** Group and kind. */
  readonly apis: readonly string[];
  readonly path: Path;
  /** Undefined where it cannot be told what the newer form would be: then the field stays, and works. */
  readonly step: (resource: Resource, path: Path) => readonly DataEdit[] | undefined;
}

const kustomizations = [`${kustomizeGroup}/Kustomization`, `${kustomizeGroup}/Component`];
const propagation = ['policy.karmada.io/PropagationPolicy', 'policy.karmada.io/ClusterPropagationPolicy'];
const overrides = ['policy.karmada.io/OverridePolicy', 'policy.karmada.io/ClusterOverridePolicy'];

/** Values of purgeMode that Karmada 1.15 renamed. */
const purgeModes: Readonly<Record<string, string>> = { Immediately: 'Directly', Graciously: 'Gracefully' };

/** Fields that Karmada's and kustomize's own documentation calls deprecated; those of Flux are in deprecated-fields.ts. */
const renewals: readonly Renewal[] = [
  { apis: kustomizations, path: ['bases'], step: (now, path) => joined(now, path, 'resources', 'after') },
  { apis: kustomizations, path: ['imageTags'], step: (now, path) => joined(now, path, 'images', 'after') },
  { apis: kustomizations, path: ['patchesStrategicMerge'], step: strategic },
  { apis: kustomizations, path: ['patchesJson6902'], step: operations },
  { apis: kustomizations, path: ['commonLabels'], step: labels },
  {
    apis: propagation,
    path: ['spec', 'association'],
    step: (now, path) =>
      now.has('spec', 'propagateDeps') ? undefined : [{ kind: 'rename', path, key: 'propagateDeps' }],
  },
  {
    apis: propagation,
    path: ['spec', 'failover', 'application', 'purgeMode'],
    step: (now, path) => {
      const value = purgeModes[now.text(...path) ?? ''];
      return value === undefined ? undefined : [{ kind: 'set', path, value }];
    },
  },
  { apis: overrides, path: ['spec', 'overriders'], step: rule },
];

/** What to do about each deprecated field, where an object has it; the ones before may have changed the object. */
export const renewalSteps: readonly ((resource: Resource) => readonly (readonly [Path, Step])[])[] =
  renewals.map(({ apis, path, step }) => (resource) => {
    if (!apis.includes(`${resource.group}/${resource.kind}`) || !resource.has(...path)) return [];
    const found = step(resource, path);
    return found === undefined ? [] : [[path, found]];
  });

/** The items of a list in another one, as kustomize itself joins them (api/types/kustomization.go). */
function joined(
  resource: Resource,
  path: Path,
  to: string,
  position: 'before' | 'after',
): readonly DataEdit[] | undefined {
  if (resource.list(...path).length === 0) return [{ kind: 'remove', path }];
  if (resource.list(to).length > 0) return [{ kind: 'join', path, to: [to], position }];
  const room: DataEdit[] = resource.has(to) ? [{ kind: 'remove', path: [to] }] : [];
  return [...room, { kind: 'rename', path, key: to }];
}

/** Paths and texts under a key of their own. Kustomize runs these patches before the others. */
function strategic(resource: Resource, path: Path): readonly DataEdit[] | undefined {
  const items = resource.list(...path);
  if (!items.every((item) => typeof item === 'string')) return undefined;
  const wraps = items.map((item, index): DataEdit => {
    const isText = typeof item === 'string' && /[\n{]|: /.test(item);
    return { kind: 'wrap', path: [...path, index], key: isText ? 'patch' : 'path' };
  });
  const rest = joined(resource, path, 'patches', 'before');
  return rest === undefined ? undefined : [...wraps, ...rest];
}

/** Kustomize runs these after it has set names, namespaces and labels, and `patches` before. */
function operations(resource: Resource, path: Path): readonly DataEdit[] | undefined {
  const between = ['namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'labels', 'commonAnnotations'];
  if (between.some((field) => resource.has(field))) return undefined;
  if (!resource.list(...path).every((item) => isMap(item) && 'target' in item)) return undefined;
  return joined(resource, path, 'patches', 'after');
}

/** `labels` with selectors do what `commonLabels` did. */
function labels(resource: Resource, path: Path): readonly DataEdit[] | undefined {
  if (resource.has('labels') || !isMap(resource.get(...path) ?? null)) return undefined;
  return [
    { kind: 'wrap', path, key: 'pairs' },
    { kind: 'wrap', path, key: 0 },
    { kind: 'rename', path, key: 'labels' },
    { kind: 'set', path: ['labels', 0, 'includeSelectors'], value: true },
  ];
}

/** The one rule that an override policy had before it could have several; beside these it is ignored. */
function rule(resource: Resource, path: Path): readonly DataEdit[] | undefined {
  const rules = ['spec', 'overrideRules'];
  if (resource.has(...rules)) return undefined;
  const target = ['spec', 'targetCluster'];
  const wrapped: DataEdit[] = [
    { kind: 'wrap', path, key: 'overriders' },
    { kind: 'wrap', path, key: 0 },
    { kind: 'rename', path, key: 'overrideRules' },
  ];
  if (!resource.has(...target)) return wrapped;
  return [...wrapped, { kind: 'move', path: target, to: [...rules, 0, 'targetCluster'] }];
}
