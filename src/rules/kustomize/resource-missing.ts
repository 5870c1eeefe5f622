import type { RepoPath } from '../../core/change.ts';
import type { Problem } from '../../core/finding.ts';
import { rangeOf } from '../../core/text.ts';
import { inputsOf, isRemote, type KustomizeInput } from '../../model/kustomize-inputs.ts';
import { baseName, folderOf } from '../../model/layout.ts';
import { isYaml } from '../../model/read-files.ts';
import type { Repo } from '../../model/repo.ts';
import { gitIgnore } from '../../model/source-ignore.ts';
import { resolvePath } from '../../model/tree.ts';
import { nearPath, writtenFrom } from '../near-path.ts';
import type { Rule } from '../rule.ts';

const kustomization = 'podinfo/kustomization.yaml';

function lists(...fields: readonly string[]): string {
  const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: podinfo\n';
  return `${head}resources:\n  - configmap-podinfo-helm-chart-value-overrides.yaml\n${fields.join('\n')}\n`;
}

export const resourceMissing: Rule = {
  id: 'kustomize/resource-missing',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A kustomization.yaml names a file or folder that does not exist.',
  why: `Kustomize builds all of a folder or nothing: one path that leads nowhere, and the Flux Kustomization around it
stops with an error and applies no change any more. Paths are counted from the folder of the kustomization.yaml, upper and lower
case count, and a folder among \`resources\` or \`components\` needs a kustomization.yaml of its own. What
\`.gitignore\` leaves out is not judged, nor is what kustomize fetches from elsewhere.`,
  examples: [
    {
      title: 'a slip in a name',
      create: { [kustomization]: lists('  - ./helmrelease-podinof.yaml') },
      finds: [
        'resources lists ./helmrelease-podinof.yaml, which does not exist; did you mean ./helmrelease-podinfo.yaml?',
      ],
    },
    {
      title: 'a folder without a kustomization.yaml',
      create: { [kustomization]: lists('  - helmrelease-podinfo.yaml', '  - ../redis') },
      finds: ['resources lists ../redis, a folder without a kustomization.yaml'],
    },
    {
      title: 'a patch and the input of a generator that are not there',
      create: {
        'README.md': '# What runs here\n',
        [kustomization]: lists(
          '  - helmrelease-podinfo.yaml',
          'patches:\n  - path: patch.yaml',
          'configMapGenerator:\n  - name: dashboards\n    files:\n      - overview.json=dashboards/overview.json',
        ),
      },
      finds: [
        'patches reads patch.yaml, which does not exist',
        'configMapGenerator reads dashboards/overview.json, which does not exist',
      ],
    },
    {
      title: 'files that are there, and what is fetched from elsewhere',
      create: {
        [kustomization]: lists(
          '  - helmrelease-podinfo.yaml',
          '  - https://raw.githubusercontent.com/stefanprodan/podinfo/master/kustomize/service.yaml',
          '  - github.com/stefanprodan/podinfo//kustomize?ref=6.14.1',
        ),
      },
      finds: [],
    },
    {
      title: 'a file that is made on each machine',
      create: {
        [kustomization]: lists('  - helmrelease-podinfo.yaml', '  - secret-token.yaml'),
        'podinfo/.gitignore': 'secret-token.yaml\n',
      },
      finds: [],
    },
  ],
  *check({ repo }) {
    let isLeftOut: ReturnType<typeof leftOut> | undefined;
    for (const [folder, { file, root }] of repo.kustomizations) {
      if (root === undefined) continue;
      const inputs = inputsOf(root);
      for (const input of inputs) {
        const said = problemOf({ repo, folder, inputs }, input);
        if (said === undefined) continue;
        isLeftOut ??= leftOut(repo);
        const path = resolvePath(folder, input.written);
        if (path !== undefined && isLeftOut(path, input)) continue;
        yield { at: { file, range: rangeOf(input.node) }, ...said };
      }
    }
  },
};

/**
 * Paths that may be there for Flux though the tree does not hold them: what git ignores and what bootstrap writes; files
 * that many folders name and none has, which something makes before Flux reads them; and, in a tree of YAML alone, all
 * other files, since such a tree is an extract.
 */
function leftOut({ files, tree, kustomizations }: Repo): (path: RepoPath, input: KustomizeInput) => boolean {
  const isIgnored = gitIgnore(files, tree.paths);
  const isExtract = tree.paths.every(isYaml);
  const names = new Set(tree.paths.map(baseName));
  const wanted = new Map<string, number>();
  for (const { root } of kustomizations.values()) {
    const inputs = root === undefined ? [] : inputsOf(root);
    for (const name of new Set(inputs.map(({ written }) => baseName(written)))) {
      if (!names.has(name)) wanted.set(name, (wanted.get(name) ?? 0) + 1);
    }
  }
  return (path, { use }) => {
    const name = baseName(path);
    if (isIgnored(path) || /^gotk-.*\.yaml$/.test(name)) return true;
    if (isYaml(name)) return (wanted.get(name) ?? 0) >= 5;
    return isExtract && (use === 'file' || name.includes('.'));
  };
}

/** A problem without its place, which is the entry. */
type Said = Omit<Problem, 'at'>;

interface Place {
  readonly repo: Repo;
  /** The folder of the kustomization file. */
  readonly folder: RepoPath;
  /** All that it names. */
  readonly inputs: readonly KustomizeInput[];
}

function problemOf(place: Place, input: KustomizeInput): Said | undefined {
  const { use, field, written } = input;
  const { tree, files } = place.repo;
  if (isRemote(written) || /\$\{|\{\{/.test(written)) return undefined;
  const says = `${field} ${use === 'file' ? 'reads' : 'lists'} ${written}`;
  if (written.startsWith('/')) {
    return {
      message: `${says}, an absolute path; expected one that is counted from this folder`,
      help: `write ${writtenFrom(place.folder, resolvePath('', written) ?? '', '')}`,
    };
  }
  const path = resolvePath(place.folder, written);
  if (path === undefined) {
    return {
      message: `${says}, which leads out of the repository`,
      help: 'paths are counted from the folder of the kustomization.yaml: write fewer ../',
    };
  }
  const link = symbolicLink(place.repo, path);
  if (link !== undefined) {
    return {
      message: `${says}, and ${link} is a symbolic link, which Flux leaves out; expected a regular file or folder`,
      help: 'put a copy in its place, or name what the link points to',
    };
  }
  if (tree.isFile(path)) return use === 'component' ? notAFolder(says, written) : undefined;
  if (!tree.isFolder(path)) return absent(place, input, path);
  if (use === 'file') return { message: `${says}, which is a folder; expected a file`, help: 'name a file' };
  // A kustomization file that holds a whole object is another's business (kustomize refuses it).
  const isBuilt = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'].some((name) =>
    tree.isFile(path === '' ? name : `${path}/${name}`),
  );
  if (isBuilt || files.fault(path) !== undefined) return undefined;
  return {
    message: `${says}, a folder without a kustomization.yaml`,
    help: `add ${path === '' ? '' : `${path}/`}kustomization.yaml, or list the files of the folder one by one`,
  };
}

function notAFolder(says: string, written: string): Said {
  return {
    message: `${says}, which is a file; expected the folder of a component`,
    help: `list ${folderOf(written) || '.'} if its kustomization.yaml is of kind Component, or move the entry to resources`,
  };
}

function absent({ repo, folder, inputs }: Place, input: KustomizeInput, path: RepoPath): Said | undefined {
  const { field, use, written } = input;
  const taken = new Set(inputs.map((each) => resolvePath(folder, each.written)));
  const near = nearPath(path, repo.tree, { except: taken, folders: use !== 'file' });
  const instead = near === undefined ? undefined : writtenFrom(folder, near, written);
  return {
    message: `${field} ${use === 'file' ? 'reads' : 'lists'} ${written}, which does not exist${instead === undefined ? '' : `; did you mean ${instead}?`}`,
    help: instead === undefined ? `add ${path}, or remove the entry` : `write ${instead}`,
  };
}

/** The first part of a path that is a symbolic link; a YAML file that is one has its own rule. */
function symbolicLink({ files, tree }: Repo, path: RepoPath): RepoPath | undefined {
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const part = path.slice(0, at);
    if (tree.isFile(part) && files.fault(part)?.kind === 'symlink') return part;
  }
  return files.fault(path)?.kind === 'symlink' && !/\.ya?ml$/.test(path) ? path : undefined;
}
