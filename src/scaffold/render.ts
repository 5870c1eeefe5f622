import { KitError } from '../core/errors.ts';
import { positions } from '../core/text.ts';
import { toData } from '../yaml/data.ts';
import { locate } from '../yaml/locate.ts';
import type { Data, YamlNode } from '../yaml/node.ts';
import { pathText } from '../yaml/path-text.ts';
import { readYaml } from '../yaml/read.ts';
import { isSameData } from '../yaml/same-data.ts';
import type { AppFile } from './app-files.ts';
import { type Unmet, unmetNeeds } from './needs.ts';
import { blaming, type OwnTemplate, type OwnTemplates } from './own-templates.ts';
import { templateVariables } from './template-variables.ts';
import { renderTemplate, type Templates } from './templates.ts';

/** Our templates, and those that the repository has in place of them. */
export interface TemplateSet {
  readonly templates: Templates;
  readonly own: OwnTemplates;
}

const readers = ['kubectl', 'kustomize'] as const;

/**
 * The text of a file; it is read back. What ours says must be the intended object to both readers, else it is our bug;
 * what the repository's own says must have all that the layout needs.
 * @throws KitError `bad-template`
 */
export function render(file: AppFile, { templates, own }: TemplateSet): string {
  const template = own.get(file.template);
  if (template !== undefined) return renderOwn(file, template);
  const text = renderTemplate(templates(file.template), file.data);
  const { root, fault } = readBack(text);
  if (root === undefined) throw new Error(`${file.template} ${fault}`);
  for (const reader of readers) {
    if (!isSameData(toData(root, reader), file.model)) {
      throw new Error(`${file.template} does not write the intended object (as ${reader} reads it)`);
    }
  }
  return text;
}

function renderOwn(file: AppFile, template: OwnTemplate): string {
  const variables = templateVariables[file.template] ?? {};
  const text = blaming(template.file, () => renderTemplate(template.text, file.data, { variables }));
  const { root, fault } = readBack(text);
  if (root === undefined) throw new KitError('bad-template', `${template.file} ${fault}`);
  for (const reader of readers) {
    const [unmet] = unmetNeeds(file.template, file.model, toData(root, reader));
    if (unmet !== undefined) throw differs(template, unmet, text, root);
  }
  return text;
}

/** The one object of a text, or why there is none. */
function readBack(text: string): { readonly root?: YamlNode; readonly fault?: string } {
  const { documents, problems } = readYaml(text);
  const [problem] = problems;
  const root = documents[0]?.root;
  if (problem !== undefined) {
    const { line } = positions(text)(problem.range.start);
    return { fault: `writes YAML with a problem, in line ${line} of what it writes: ${problem.message}` };
  }
  if (root === undefined || documents.length !== 1) return { fault: 'does not write one object' };
  return { root };
}

function differs(
  { file }: OwnTemplate,
  { need, wanted, found }: Unmet,
  text: string,
  root: YamlNode,
): KitError {
  const { line } = positions(text)(locate(root, need.path).value.start);
  // Values may hold what nobody should read in a log.
  const isValues = need.path[0] === 'data';
  const got = isValues && found !== undefined ? 'other values' : shown(found);
  const expected = isValues ? 'those of the chart were' : `${shown(wanted)} was`;
  return new KitError(
    'bad-template',
    `${file} writes ${got} as ${pathText(need.path)}, in line ${line} of what it writes; ${expected} expected`,
    {
      help: [
        need.how === 'absent' ? 'leave it out' : `write there: ${need.remedy}`,
        'what the layout needs of each file: docs/templates.md',
      ],
    },
  );
}

function shown(data: Data | undefined): string {
  if (data === undefined) return 'nothing';
  const text =
    typeof data === 'string'
      ? data
      : JSON.stringify(data, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  const line = text.split('\n').join('\\n');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}
