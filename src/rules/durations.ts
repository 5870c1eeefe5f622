import { formatDuration, isSourceTimeout, parseDuration } from '../core/duration.ts';
import type { Problem } from '../core/finding.ts';
import type { Repo } from '../model/repo.ts';
import { fluxGroups, type Resource } from '../model/resource.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Path } from '../yaml/node.ts';
import { offerFix } from './fixes.ts';
import { named } from './named.ts';
import type { RuleContext } from './rule.ts';

/** The duration fields of Flux's kinds (CRDs of Flux 2.9). */
const fields: Readonly<Record<string, readonly Path[]>> = {
  Kustomization: [
    ['spec', 'interval'],
    ['spec', 'retryInterval'],
    ['spec', 'timeout'],
  ],
  HelmRelease: [
    ['spec', 'interval'],
    ['spec', 'timeout'],
    ['spec', 'chart', 'spec', 'interval'],
    ['spec', 'install', 'timeout'],
    ['spec', 'install', 'strategy', 'retryInterval'],
    ['spec', 'upgrade', 'timeout'],
    ['spec', 'upgrade', 'strategy', 'retryInterval'],
    ['spec', 'rollback', 'timeout'],
    ['spec', 'test', 'timeout'],
    ['spec', 'uninstall', 'timeout'],
  ],
};
const sourceFields: readonly Path[] = [
  ['spec', 'interval'],
  ['spec', 'timeout'],
];

/** Duration fields of one family of kinds whose value Flux's API refuses. */
export function* invalidDurations(
  { repo }: RuleContext,
  family: 'Kustomization' | 'HelmRelease' | 'source',
): Iterable<Problem> {
  for (const resource of repo.resources) {
    if (!belongs(resource, family)) continue;
    for (const path of fields[resource.kind] ?? sourceFields) {
      const isTimeoutOfSource = family === 'source' && path.at(-1) === 'timeout';
      const problem = invalidDuration(repo, { resource, path, isTimeoutOfSource });
      if (problem !== undefined) yield problem;
    }
  }
}

/** Whether a value is one of the durations that the `interval-invalid` rules judge. */
export function isJudgedDuration(resource: Resource, path: Path): boolean {
  const families = ['Kustomization', 'HelmRelease', 'source'];
  if (!families.some((family) => belongs(resource, family))) return false;
  const name = path.join('.');
  return (fields[resource.kind] ?? sourceFields).some((field) => field.join('.') === name);
}

function belongs({ kind, group }: Resource, family: string): boolean {
  if (family === 'source') return group === fluxGroups.source;
  return kind === family && group === (family === 'Kustomization' ? fluxGroups.kustomize : fluxGroups.helm);
}

function invalidDuration(
  repo: Repo,
  {
    resource,
    path,
    isTimeoutOfSource,
  }: { readonly resource: Resource; readonly path: Path; readonly isTimeoutOfSource: boolean },
): Problem | undefined {
  const node = nodeAt(resource.node, path);
  if (node?.kind !== 'scalar' || node.text.includes('${')) return undefined;
  const isText = typeof resource.get(...path) === 'string';
  if (isText && (isTimeoutOfSource ? isSourceTimeout(node.text) : parseDuration(node.text) !== undefined)) {
    return undefined;
  }
  const field = path.slice(1).join('.');
  const isHours = isText && isTimeoutOfSource && parseDuration(node.text) !== undefined;
  const said = node.text === '' ? 'no value' : node.text;
  const right = repaired(node.text, isTimeoutOfSource);
  return {
    at: resource.at(...path),
    object: resource.object,
    message: isHours
      ? `${named(resource)} has ${field} ${said}, and the timeout of a source knows no hours; expected minutes or seconds`
      : `${named(resource)} has ${field} ${said}, which is no duration of Flux; expected a form like 1h30m, 15m or 30s`,
    help:
      right === undefined
        ? 'units are h, m, s and ms, without spaces; there is no unit for days'
        : `write ${field}: ${right}`,
    ...(right === undefined
      ? {}
      : offerFix(repo, resource, { title: `write ${right}`, safety: 'safe' }, [
          { kind: 'set', path, value: right },
        ])),
  };
}

/** The same time in a form that Flux takes, where there can be no doubt which is meant. */
function repaired(text: string, isTimeoutOfSource: boolean): string | undefined {
  const found = /^([0-9]+(?:\.[0-9]+)?) *(ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?)$/i.exec(text);
  const unit = found?.[2]?.toLowerCase();
  if (found === null || unit === undefined || (/^M/.test(found[2] ?? '') && unit !== 'ms')) return undefined;
  const size = unit === 'ms' ? 1 : unitSizes[unit[0] ?? ''];
  if (size === undefined) return undefined;
  const length = Number(found[1]) * size;
  if (isTimeoutOfSource) return length % 60_000 === 0 ? `${length / 60_000}m` : `${length / 1000}s`;
  return Number.isInteger(length) ? formatDuration(length) : undefined;
}

const unitSizes: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
