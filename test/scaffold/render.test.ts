import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  helmReleaseFile,
  kustomizationFile,
  namespaceFile,
  valuesFile,
} from '../../src/scaffold/app-files.ts';
import { fluxApi } from '../../src/scaffold/flux-api.ts';
import { render } from '../../src/scaffold/render.ts';
import { sourceFile } from '../../src/scaffold/source-files.ts';
import { newSource, registrySource, templates } from './examples.ts';

const awkward = fc.constantFrom(
  '\n',
  '\n---\n',
  ': ',
  ' #',
  '{{x}}',
  '{{{x}}}',
  '"',
  "'",
  '- ',
  '&a',
  '*a',
  '|',
  '1e3',
  'null',
  '\t',
  '\\',
  '\u2028',
);
/** Texts that try to become something else: keys, documents, comments, template calls. */
const hostile = fc
  .array(fc.oneof(awkward, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '' && !/[\0\x7f-\x9f\ufffe\uffff]/.test(text) && text.isWellFormed());

test('whatever the names are, the files mean the intended objects to both readers', () => {
  const apis = [
    { major: 2, minor: 9, why: '' },
    { major: 2, minor: 2, why: '' },
  ].map(fluxApi);
  fc.assert(
    fc.property(
      fc.tuple(hostile, hostile, hostile, hostile),
      fc.boolean(),
      fc.constantFrom(...apis),
      (texts, flag, api) => {
        const [name, namespace, url, other] = texts;
        const access = {
          secretRef: flag ? other : undefined,
          certSecretRef: flag ? undefined : url,
          provider: flag ? ('aws' as const) : undefined,
        };
        const files = [
          sourceFile('a.yaml', api, {
            source: newSource({ name, url: flag ? url : `oci://${url}`, access }),
            namespace,
            chart: undefined,
          }),
          ...(api.ociRepository === undefined
            ? []
            : [
                sourceFile('a.yaml', api, {
                  source: registrySource({ name, url, access }),
                  namespace,
                  chart: { name: other, version: { range: namespace, level: flag ? 'minor' : undefined } },
                }),
              ]),
          namespaceFile('b.yaml', namespace),
          kustomizationFile('c.yaml', api, {
            name,
            namespace,
            folder: url,
            source: { kind: other, name, namespace: flag ? namespace : undefined },
            release: { name, namespace },
            dependsOn: flag ? [other, url] : [],
          }),
          helmReleaseFile('d.yaml', api, {
            name,
            namespace,
            chart: other,
            version: { range: url, level: flag ? 'major' : undefined },
            source: {
              kind: flag ? 'HelmRepository' : 'OCIRepository',
              name: other,
              namespace: url,
              isUsual: flag,
            },
            hasCrds: flag,
            values: { name, key: other },
          }),
          valuesFile('e.yaml', api, {
            name,
            key: other,
            namespace,
            chart: other,
            version: url,
            digest: name,
            values: texts.join('\n'),
          }),
        ];
        // render() reads every file back and throws unless it means its model.
        for (const file of files) expect(render(file, { templates, own: new Map() })).not.toBe('');
      },
    ),
    { numRuns: 300 },
  );
});

test('a template that writes something else than the model is our bug', () => {
  const file = namespaceFile('a.yaml', 'podinfo');
  expect(() =>
    render(file, {
      templates: () => 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: other\n',
      own: new Map(),
    }),
  ).toThrow('does not write the intended object');
  expect(() => render(file, { templates: () => 'a: 1\n---\nb: 2\n', own: new Map() })).toThrow(
    'does not write one object',
  );
  expect(() => render(file, { templates: () => 'a: [\n', own: new Map() })).toThrow('namespace.yaml.hbs');
});
