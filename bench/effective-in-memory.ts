import type { RepoPath } from '../src/core/change.ts';
import { defaultSettings } from '../src/model/config.ts';
import { dataOf } from '../src/model/effective-values.ts';
import { readRepo } from '../src/model/read-repo.ts';
import { valuesOf } from '../src/model/values-sources.ts';
import type { Data } from '../src/yaml/node.ts';
import { filesOfBytes } from './lint-in-memory.ts';

/** A HelmRelease as Flux's own merge takes it, and what our merge makes of it. */
export interface EffectiveCase {
  readonly title: string;
  readonly objects: readonly { readonly kind: string; readonly name: string; readonly data: Data }[];
  readonly valuesFrom: readonly Data[];
  readonly values: Data;
  readonly ours: Data;
}

/** The releases of a repository whose values are all in it: no Secrets, no variables. */
export function effectiveCases(entries: ReadonlyMap<RepoPath, Uint8Array | undefined>): EffectiveCase[] {
  const files = filesOfBytes(entries);
  const repo = readRepo(files, defaultSettings);
  return repo.apps.flatMap(({ name, view, helmRelease: release }): EffectiveCase[] => {
    if (release === undefined) return [];
    const { values, unseen, faults } = valuesOf(release, view, files);
    const read = view.references.filter(({ role, from }) => role === 'values' && from === release);
    const holders = read.flatMap((each) => view.find(each.kind, each.namespace, each.name) ?? []);
    const texts = [release, ...holders].map(({ file }) => files.text(file) ?? '');
    if (unseen.length + faults.length > 0 || texts.some((text) => text.includes('${'))) return [];
    return [
      {
        title: name,
        objects: holders.map((holder) => ({
          kind: holder.kind,
          name: holder.name,
          data: holder.get('data') ?? {},
        })),
        valuesFrom: release.list('spec', 'valuesFrom'),
        values: release.get('spec', 'values') ?? {},
        ours: dataOf(values),
      },
    ];
  });
}
