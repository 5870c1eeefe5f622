import type { RepoPath } from '../../core/change.ts';
import type { Problem } from '../../core/finding.ts';
import { baseName, folderOf, join } from '../../model/layout.ts';
import type { Repo } from '../../model/repo.ts';
import { layoutRoots, layoutScope } from '../layout-scope.ts';
import { renameFix } from '../move-fix.ts';
import type { Rule } from '../rule.ts';

const namespace = 'flux-system/namespaces/namespace-redis';

export const extension: Rule = {
  id: 'layout/extension',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A manifest has an extension that Flux does not read, or that the others do not have.',
  why: `Flux reads files that end in \`.yaml\` or \`.yml\`, in lower case. \`.YAML\`, or the \`.yaml.txt\` that an editor
made of it, is passed over in silence. Of the two that are read this layout uses \`.yaml\`: a file with the other is
found neither by its name nor by the patterns of other tools.`,
  repair: {
    safe: 'Flux reads `.yml` and `.yaml` alike, and whatever names the file goes on naming it.',
    unsafe: 'What Flux passed over until now is applied from then on.',
  },
  examples: [
    {
      title: 'capitals',
      create: {
        'podinfo/service-podinfo.YAML':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: podinfo\n  namespace: podinfo\n',
      },
      finds: ['Flux does not read service-podinfo.YAML; expected service-podinfo.yaml'],
    },
    {
      title: 'the shorter form among the longer',
      move: [[`${namespace}.yaml`, `${namespace}.yml`]],
      finds: ['namespace-redis.yml ends in .yml, unlike the files around it; expected namespace-redis.yaml'],
    },
    {
      title: 'a file of another kind',
      create: { 'podinfo/notes.txt': 'apiVersion: v1 is right for a Service\n' },
      finds: [],
    },
  ],
  *check({ repo }) {
    if (layoutRoots(repo).length === 0) return;
    const scope = layoutScope(repo);
    for (const path of repo.tree.paths) {
      const isRead = /\.ya?ml$/.test(path);
      if (isRead ? path.endsWith('.yaml') || !scope.holds(path) : !isUnread(repo, path)) continue;
      if (isRead && repo.tree.filesIn(folderOf(path)).every((file) => !file.endsWith('.yaml'))) continue;
      yield problemOf(repo, path, isRead);
    }
  },
};

/** A manifest by its text, under a name that is nearly one. */
function isUnread({ files }: Repo, path: string): boolean {
  return (
    /\.(?:ya?ml\.txt|yalm|ymal|YA?ML|Ya?ml)$/.test(path) &&
    /^apiVersion:[^\n]*\n(?:.*\n)*?kind:/m.test(files.text(path)?.slice(0, 2000) ?? '')
  );
}

function problemOf(repo: Repo, path: RepoPath, isRead: boolean): Problem {
  const name = baseName(path);
  const wanted = `${name.replace(/\.(?:ya?ml\.txt|[A-Za-z]+)$/, '')}.yaml`;
  return {
    at: { file: path, range: { start: 0, end: 0 } },
    message: isRead
      ? `${name} ends in .yml, unlike the files around it; expected ${wanted}`
      : `Flux does not read ${name}; expected ${wanted}`,
    help: `rename the file to ${join(folderOf(path), wanted)}`,
    ...renameFix(repo, path, wanted, isRead ? 'safe' : 'unsafe'),
  };
}
