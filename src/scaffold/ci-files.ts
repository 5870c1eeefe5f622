import type { Files, RepoPath } from '../core/change.ts';
import { toData } from '../yaml/data.ts';
import { nodeAt } from '../yaml/locate.ts';
import { readYaml } from '../yaml/read.ts';
import type { Init } from './init.ts';
import { renderTemplate, type TemplateData } from './templates.ts';
import type { WantedFile } from './wanted-file.ts';

type Asked = Pick<Init, 'forge' | 'branch' | 'version' | 'templates'>;

/** The commit hook, through https://pre-commit.com. */
export function hookFile({ version, templates }: Asked): WantedFile {
  const path = '.pre-commit-config.yaml';
  const template = 'pre-commit-config.yaml.hbs';
  const data = { package: `gitops-kit@${version}` };
  const lines = (): string => renderTemplate(templates(`repository/${template}`), data);
  return {
    path,
    template,
    data,
    adds: (text) => toAdd(path, text, ' under repos', () => asEntry(lines(), text ?? '')),
  };
}

/** What runs `lint` where the repository is hosted. */
export function ciFiles({ forge, branch, version, templates }: Asked): WantedFile[] {
  switch (forge) {
    case 'github':
      return [
        {
          ...workflow('.github/workflows/', 'github-workflow.yml.hbs'),
          data: { branch, action: `${action}@v${version}` },
        },
      ];
    case 'forgejo':
      return [
        {
          ...workflow('.forgejo/workflows/', 'forgejo-workflow.yml.hbs'),
          data: { branch, package: `gitops-kit@${version}` },
        },
      ];
    case 'gitlab': {
      const path = '.gitlab-ci.yml';
      const template = 'gitlab-ci.yml.hbs';
      const data = { package: `gitops-kit@${version}`, stage: undefined };
      const lines = (more: TemplateData): string =>
        renderTemplate(templates(`repository/${template}`), { ...data, ...more });
      return [
        {
          path,
          template,
          data,
          adds: (text) => toAdd(path, text, '', () => lines({ stage: stageFor(text ?? '') })),
        },
      ];
    }
    case 'other':
      return [];
  }
}

/** Where the action of this program lives: action.yml. */
const action = 'gitops-kit/gitops-kit';

/** A workflow, unless one of that folder runs gitops-kit already. */
function workflow(folder: RepoPath, template: string): Pick<WantedFile, 'path' | 'template' | 'unless'> {
  const isThere = (files: Files): boolean =>
    [...files.paths()].some(
      (path) => path.startsWith(folder) && (files.text(path)?.includes('gitops-kit') ?? false),
    );
  return { path: `${folder}gitops-kit.yml`, template, unless: isThere };
}

/** A file that exists is left alone: its owner gets the lines. */
function toAdd(
  path: RepoPath,
  text: string | undefined,
  where: string,
  lines: () => string,
): string | undefined {
  if (text === undefined || text.includes('gitops-kit')) return undefined;
  const indented = lines()
    .replace(/^(?=.)/gm, '  ')
    .trimEnd();
  return `${path} exists and stays as it is; to run gitops-kit there, add${where}:\n${indented}`;
}

/** The hook without its `repos`, indented as the entries that the file has. */
function asEntry(lines: string, text: string): string {
  const indent = /^( *)- repo:/m.exec(text)?.[1] ?? '  ';
  return lines.replace(/^repos:\n/, '').replace(/^ {2}/gm, indent);
}

/** A job without a stage belongs to `test`; where the pipeline has other stages only, the first of them is named. */
function stageFor(pipeline: string): string | undefined {
  const root = readYaml(pipeline).documents[0]?.root;
  const stages = root === undefined ? undefined : nodeAt(root, ['stages']);
  const names = stages === undefined ? undefined : toData(stages, 'kubectl');
  if (!Array.isArray(names) || names.includes('test')) return undefined;
  const [first] = names;
  return typeof first === 'string' ? first : undefined;
}
