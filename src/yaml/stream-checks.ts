import type { Purpose, YamlDocument, YamlProblem } from './node.ts';

/** What is wrong with a file's documents taken together. */
export function streamProblems(
  text: string,
  documents: readonly YamlDocument[],
  context: { readonly purpose: Purpose; readonly isBroken: boolean },
): YamlProblem[] {
  if (context.purpose === 'values') return secondValues(documents[1]);
  const problems: YamlProblem[] = [];
  for (const [index, document] of documents.entries()) {
    if (index === 0 || text.startsWith('---', document.range.start)) continue;
    problems.push({
      kind: 'separator',
      range: { start: document.range.start, end: document.range.start },
      message: 'what stands behind ... is dropped by kubectl and by a Flux Kustomization',
      help: 'separate documents by ---',
      fatal: false,
    });
  }
  const isEmpty = documents.every((document) => document.root === undefined);
  if (isEmpty && !context.isBroken) {
    problems.push({
      kind: 'no-object',
      range: { start: 0, end: text.length },
      message: 'the file holds no Kubernetes object',
      help: 'remove it, or write an object',
      fatal: false,
    });
  }
  return problems;
}

function secondValues(document: YamlDocument | undefined): YamlProblem[] {
  if (document === undefined) return [];
  return [
    {
      kind: 'separator',
      range: { start: document.range.start, end: document.range.start + 3 },
      message: 'Helm reads only what stands before this separator',
      help: 'put all values into one document',
      fatal: false,
    },
  ];
}
