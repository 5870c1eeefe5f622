import { formatDuration, parseDuration } from '../core/duration.ts';
import { baseName } from '../model/layout.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import type { DataEdit } from '../yaml/edit-checked.ts';
import { isBootstrap } from './layout-scope.ts';

/** The Flux Kustomizations that people write: those of bootstrap are others' business. */
export function ownKustomizations(repo: Repo): readonly Resource[] {
  return repo
    .ofKind('Kustomization', fluxGroups.kustomize)
    .filter((each) => !isBootstrap(each) && !/^gotk-/.test(baseName(each.file)));
}

/** Retries after a failure as often as `new-app` writes it, beside the interval. */
export const retryInterval: DataEdit = {
  kind: 'set',
  path: ['spec', 'retryInterval'],
  value: '2m',
  below: ['interval'],
};

/** A Kustomization's timeout, beside its intervals. */
export function timeoutEdit(length: number): DataEdit {
  const below = ['interval', 'retryInterval'];
  return { kind: 'set', path: ['spec', 'timeout'], value: formatDuration(length), below };
}

/** A duration field of an object in milliseconds; undefined when it is absent, no duration, or has a variable. */
export function durationOf(resource: Resource, ...path: readonly string[]): number | undefined {
  const text = resource.text(...path);
  return text === undefined ? undefined : parseDuration(text);
}

/**
 * How long a Kustomization waits: its timeout, else its interval less 30 seconds, and 30 seconds at least
 * (kustomize-controller api/v1, GetTimeout). Undefined where it cannot be known.
 */
export function effectiveTimeout(kustomization: Resource): number | undefined {
  if (kustomization.get('spec', 'timeout') !== undefined) return durationOf(kustomization, 'spec', 'timeout');
  const interval = durationOf(kustomization, 'spec', 'interval');
  return interval === undefined ? undefined : Math.max(interval - 30_000, 30_000);
}

/** Whether it waits for what it applied to become ready. */
export function checksHealth(kustomization: Resource): boolean {
  return kustomization.get('spec', 'wait') === true || kustomization.list('spec', 'healthChecks').length > 0;
}
