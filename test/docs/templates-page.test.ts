import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { templatesPage } from '../../src/docs/templates-page.ts';
import { needs } from '../../src/scaffold/needs.ts';
import { templateVariables } from '../../src/scaffold/template-variables.ts';

test('docs/templates.md lists every variable and every field that must be there', () => {
  const page = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');
  expect(page).toBe(templatesPage());
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const variables = Object.values(templateVariables).flatMap((each) => Object.keys(each));
  const fields = Object.values(needs).flat();
  const written = 4;
  expect(rows).toHaveLength(written + variables.length + fields.length);
});
