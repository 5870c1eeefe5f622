import { describe, expect, test } from 'vitest';
import { ruleIndex, rulePage } from '../../src/docs/rule-page.ts';
import { rules } from '../../src/rules/registry.ts';
import { bases, schemas } from '../support/golden.ts';

function page(id: string): string {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rulePage(rule, rules, { bases, schemas });
}

describe('the page of a rule', () => {
  test('says what, why, and what the rule really prints', () => {
    const text = page('helmrelease/values-key');
    expect(text).toContain(
      '# helmrelease/values-key\n\nA HelmRelease reads a key that its ConfigMap or Secret has not.',
    );
    expect(text).toContain('-      valuesKey: values.yaml # the default, explicit for clarity\n');
    expect(text).toContain(
      'podinfo/helmrelease-podinfo.yaml:27:18: error: ConfigMap podinfo-helm-chart-value-overrides has no key value.yaml; did you mean values.yaml? [helmrelease/values-key]',
    );
    expect(text).toContain('# gitops-kit: ignore[helmrelease/values-key] why it is right here');
  });

  test('shows moves and unreadable files in words', () => {
    expect(page('layout/placement')).toContain('podinfo/helmrelease-podinfo.yaml is moved to flux-system/');
    expect(page('yaml/unreadable-file')).toContain('podinfo/secret-podinfo.yaml is no text: symlink');
  });

  test('has no control character of an example', () => {
    for (const rule of rules) expect(page(rule.id), rule.id).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
  });
});

test('shows options with their defaults and types, and how they are written', () => {
  const [rule] = rules;
  if (rule === undefined) throw new Error('there are rules');
  const options = {
    limit: {
      describe: 'How many are too many.',
      schema: { type: 'integer', minimum: 1, maximum: 9 },
      default: 3,
    },
    words: {
      describe: 'What is | looked for.',
      schema: { type: 'array', items: { type: 'string' } },
      default: [],
    },
  } as const;
  const text = rulePage({ ...rule, options }, rules, { bases, schemas });
  expect(text).toContain(
    '| `limit` | a whole number from 1 up to 9 | `3` | How many are too many. |\n' +
      '| `words` | a list, each entry a text in quotes | `[]` | What is \\| looked for. |\n',
  );
  expect(text).toContain(`"${rule.id}": ["${rule.severity}", { "limit": 3, "words": [] }]`);
  expect(rulePage(rule, rules, { bases, schemas })).not.toContain('## Options');
});

test('the index lists every rule', () => {
  const text = ruleIndex(rules);
  for (const { id } of rules) expect(text).toContain(`[${id}](${id}.md)`);
});
