import { KitError } from '../core/errors.ts';
import type { App } from '../model/app.ts';
import { isEncrypted, type Resource } from '../model/resource.ts';
import { toData } from '../yaml/data.ts';
import { nodeAt } from '../yaml/locate.ts';
import type { Data } from '../yaml/node.ts';

/** Where values of a release stand in the repository. */
export type ValuesPlace =
  | {
      readonly kind: 'text';
      /** A ConfigMap. */
      readonly resource: Resource;
      readonly key: string;
      readonly text: string;
    }
  /** `spec.values` of the HelmRelease. */
  | { readonly kind: 'inline'; readonly resource: Resource; readonly data: Data };

/** What a merge looks at: the values of a release, and what it passes over. */
export interface ReleaseValues {
  readonly places: readonly ValuesPlace[];
  /** What stays as it is, and may: sentences. */
  readonly notes: readonly string[];
  /** Values that should be merged, and cannot be: sentences. */
  readonly missed: readonly string[];
}

/** The annotations of a ConfigMap that say what its values were made from. */
export const recordedAt = (field: 'chart' | 'chart-version' | 'values-digest') =>
  ['metadata', 'annotations', `gitops-kit/${field}`] as const;

/**
 * The values of an app that an upgrade merges: the text whose base is recorded, else the first that the release reads as
 * a whole; and the values in the HelmRelease itself.
 * @throws KitError `no-release`
 */
export function releaseValues({ name, helmRelease, view }: App): ReleaseValues {
  if (helmRelease === undefined) throw new KitError('no-release', `app ${name} has no HelmRelease`);
  const texts: Extract<ValuesPlace, { kind: 'text' }>[] = [];
  const notes: string[] = [];
  const missed: string[] = [];
  for (const { role, from, key = 'values.yaml', path, ...target } of view.references) {
    if (role !== 'values' || from !== helmRelease) continue;
    const shown = `${target.kind} ${target.name}`;
    if (from.get(...path.slice(0, -1), 'targetPath') !== undefined) {
      notes.push(`${shown} gives single values (targetPath), which stay as they are`);
      continue;
    }
    if (target.kind === 'Secret') {
      notes.push(`${shown} holds values, which are not looked at: Secrets are not merged`);
      continue;
    }
    const resource = view.find(target.kind, target.namespace, target.name);
    const node = resource === undefined ? undefined : nodeAt(resource.node, ['data', key]);
    if (resource === undefined) missed.push(`${shown} is in no file of this repository that can be read`);
    else if (isEncrypted(resource)) missed.push(`${shown} is encrypted`);
    else if (node?.kind !== 'scalar') missed.push(`${shown} in ${resource.file} has no text ${key}`);
    else texts.push({ kind: 'text', resource, key, text: node.text });
  }
  const recorded = texts.find(({ resource }) => resource.text(...recordedAt('chart-version')) !== undefined);
  const chosen = recorded ?? texts[0];
  for (const each of texts)
    if (each !== chosen)
      notes.push(
        `${each.key} of ConfigMap ${each.resource.name} is another source of values, and stays as it is`,
      );
  const inline = nodeAt(helmRelease.node, ['spec', 'values']);
  return {
    places: [
      ...(chosen === undefined ? [] : [chosen]),
      ...(inline?.kind === 'map' && inline.entries.length > 0
        ? [{ kind: 'inline', resource: helmRelease, data: toData(inline, 'kubectl') } as const]
        : []),
    ],
    notes,
    missed,
  };
}
