import type { FileChange } from '../../src/core/change.ts';
import type { Repo } from '../../src/model/repo.ts';
import { fluxGroups } from '../../src/model/resource.ts';
import { helmReleaseName, storageNamespaceOf } from '../../src/rules/releases.ts';

/**
 * What a repository brings about: the objects that each Kustomization applies, of whichever version, and the releases
 * with all that makes Flux install one anew.
 */
export function applied(repo: Repo): readonly string[] {
  return repo.views
    .flatMap((view) =>
      view.builds.flatMap(({ kustomization, path, identities }) =>
        identities.map(({ resource, name, namespace }) => {
          const owner = `${view.root} ${kustomization?.name ?? ''} ${path}`;
          const object = `${resource.group}/${resource.kind} ${namespace ?? ''}/${name}`;
          if (resource.kind !== 'HelmRelease' || resource.group !== fluxGroups.helm)
            return `${owner}: ${object}`;
          const release = { view, release: resource };
          const target = resource.text('spec', 'targetNamespace') ?? '';
          const chart = resource.text('spec', 'chart', 'spec', 'chart') ?? '';
          return `${owner}: ${object} ${helmReleaseName(release)} ${storageNamespaceOf(release)} ${target} ${chart}`;
        }),
      ),
    )
    .sort();
}

/** The comments that files had before a change and that none has after it. */
export function comments(changes: readonly FileChange[]): readonly string[] {
  const left = changes.flatMap(({ after }) => commentsIn(after ?? ''));
  return changes
    .flatMap(({ before }) => commentsIn(before ?? ''))
    .filter((comment) => {
      const at = left.indexOf(comment);
      if (at !== -1) left.splice(at, 1);
      return at === -1;
    });
}

/** What looks like a comment, in blocks of text as well. */
function commentsIn(text: string): string[] {
  return [...text.matchAll(/(?:^|[ \t])(#[^\r\n]*)/gm)].map(([, comment = '']) => comment.trimEnd());
}
