import { toData } from '../yaml/data.ts';
import { readYaml } from '../yaml/read.ts';
import type { AppFile } from './app-files.ts';
import { isSameData } from './same-data.ts';
import { renderTemplate, type Templates } from './templates.ts';

/** The text of a file; it is read back, and must mean the intended object to both readers, else it is our bug. */
export function render(file: AppFile, templates: Templates): string {
  const text = renderTemplate(templates(file.template), file.data);
  const { documents, problems } = readYaml(text);
  const root = documents[0]?.root;
  if (root === undefined || documents.length !== 1)
    throw new Error(`${file.template} does not write one object`);
  const [problem] = problems;
  if (problem !== undefined)
    throw new Error(`${file.template} writes YAML with a problem: ${problem.message}`);
  for (const reader of ['kubectl', 'kustomize'] as const) {
    if (!isSameData(toData(root, reader), file.model)) {
      throw new Error(`${file.template} does not write the intended object (as ${reader} reads it)`);
    }
  }
  return text;
}
