import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FileFault, type Files, filesOf } from '../../src/core/change.ts';
import { KitError } from '../../src/core/errors.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import {
  type AppFile,
  helmReleaseFile,
  kustomizationFile,
  namespaceFile,
  valuesFile,
} from '../../src/scaffold/app-files.ts';
import { fluxApi } from '../../src/scaffold/flux-api.ts';
import { ownTemplates } from '../../src/scaffold/own-templates.ts';
import { render } from '../../src/scaffold/render.ts';
import { sourceFile } from '../../src/scaffold/source-files.ts';
import { templateVariables } from '../../src/scaffold/template-variables.ts';
import type { TemplateData } from '../../src/scaffold/templates.ts';
import { readYaml } from '../../src/yaml/read.ts';
import { lint } from '../support/golden.ts';
import {
  emptyRoot,
  newSource,
  noAccess,
  plan,
  refusal,
  registrySource,
  templates,
  textsAfter,
} from './examples.ts';

const settings = { templates: 'house' };

/** What new-app writes for podinfo with templates of the repository's own; the refusal where there is one. */
function withOwn(own: Readonly<Record<string, string>>, secretRef?: string): Record<string, string> {
  const texts = Object.fromEntries(Object.entries(own).map(([name, text]) => [`house/${name}`, text]));
  const source = newSource({ access: { ...noAccess, secretRef } });
  return textsAfter(plan({ ...emptyRoot, ...texts }, { source }, settings));
}

const refused = (own: Readonly<Record<string, string>>): string => refusal(() => withOwn(own));
const ofNamespace = (text: string): string => refused({ 'namespace.yaml.hbs': text });
const namespaceTemplate = templates('namespace.yaml.hbs');

describe('a template of the repository', () => {
  test('is written in place of ours, with what it adds; the others stay ours', () => {
    const own = `# owned by the platform team\n${namespaceTemplate}  labels:\n    team: platform\n`;
    const texts = withOwn({ 'namespace.yaml.hbs': own });
    expect(texts['flux-system/namespaces/namespace-podinfo.yaml']).toBe(
      '# owned by the platform team\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: podinfo\n  labels:\n    team: platform\n',
    );
    const ours = withOwn({ 'README.md': 'our templates', '.gitattributes': '' });
    for (const path of Object.keys(ours).filter((each) => each.startsWith('podinfo/')))
      expect(texts[path]).toBe(ours[path]);
    expect(lint(filesOf(texts), { ...settings, extends: 'strict' }).findings).toEqual([]);
  });

  test('may say what the layout leaves open', () => {
    const release = templates('helmrelease.yaml.hbs')
      .replace('interval: 15m', 'interval: 1h')
      .replace('  releaseName: {{name}}\n', '')
      .replace('  install:\n', '  maxHistory: 3\n  install:\n');
    const text = withOwn({ 'helmrelease.yaml.hbs': release })['podinfo/helmrelease-podinfo.yaml'];
    expect(text).toContain('  interval: 1h\n  timeout: 5m\n  maxHistory: 3\n');
    expect(text).not.toContain('releaseName');
  });

  test('may have line ends of Windows', () => {
    const texts = withOwn({ 'namespace.yaml.hbs': namespaceTemplate.replaceAll('\n', '\r\n') });
    expect(texts['flux-system/namespaces/namespace-podinfo.yaml']).not.toContain('\r');
  });

  test('copied from ours writes what ours writes', () => {
    const copies = Object.fromEntries(Object.keys(templateVariables).map((name) => [name, templates(name)]));
    const podinfo = (texts: Readonly<Record<string, string>>) =>
      Object.entries(texts).filter(([path]) => path.endsWith('.yaml'));
    expect(podinfo(withOwn(copies, 'login'))).toEqual(podinfo(withOwn({ 'README.md': '' }, 'login')));
  });
});

describe('the folder', () => {
  const files = (
    texts: Readonly<Record<string, string>>,
    faults: Readonly<Record<string, FileFault>> = {},
  ): Files => ({
    ...filesOf({ '.gitops-kit.jsonc': '{\n  "templates": "house"\n}\n', ...texts }),
    fault: (path) => faults[path],
    text: (path) =>
      faults[path] === undefined
        ? filesOf({ '.gitops-kit.jsonc': '{\n  "templates": "house"\n}\n', ...texts }).text(path)
        : undefined,
  });
  const said = (of: Files, folder = 'house'): string =>
    refusal(() => ownTemplates(readRepo(of, { ...defaultSettings, templates: folder })));

  test('must be there, and be a folder of its own', () => {
    expect(said(files({ 'houses/a.md': '' }))).toBe(
      `no-templates: .gitops-kit.jsonc:2:16: the folder of templates house does not exist; did you mean houses? | its files would be ${Object.keys(templateVariables).join(', ')}`,
    );
    expect(said(files({ house: '' }))).toContain(
      'the folder of templates house is a file; a folder was expected',
    );
    expect(said(files({}), './')).toContain('is the whole repository; a folder of its own was expected');
  });

  test('is not followed where it is a symbolic link, nor are its files', () => {
    expect(said(files({ house: '' }, { house: { kind: 'symlink' } }))).toContain(
      'the folder of templates house is a symbolic link, which is not followed',
    );
    expect(said(files({ house: '' }, { house: { kind: 'symlink' } }), 'house/templates')).toContain(
      'the folder of templates house/templates does not exist: house is a symbolic link, which is not followed',
    );
    const link = 'house/namespace.yaml.hbs';
    expect(said(files({ [link]: '' }, { [link]: { kind: 'symlink' } }))).toBe(
      `bad-template: ${link} cannot be read: it is a symbolic link, which is not followed`,
    );
  });

  test('holds templates of known names only', () => {
    expect(said(files({ 'house/kustomizaton.yaml.hbs': '' }))).toContain(
      'unknown-template: house/kustomizaton.yaml.hbs is no template that is known; did you mean kustomization.yaml.hbs?',
    );
    expect(said(files({ 'house/namespace.yaml': '' }))).toContain('did you mean namespace.yaml.hbs?');
    expect(said(files({ 'house/repository/README.md.hbs': '' }))).toContain('is no template that is known |');
    expect(said(files({ 'house/constructor': '' }))).toContain('is no template that is known |');
  });
});

describe('a fault is said with file, line, column and remedy', () => {
  test.each(
    [
      ['name: {{nmae}}', '1:9: unknown variable nmae; did you mean name? | its variables: name'],
      ['\n\n  a: {{url}}', '3:8: unknown variable url | its variables: name'],
      ['{{#if name}}', 'not a template: a {{ or }} that nothing answers, or a block without its end'],
      ['a: {{name', 'not a template: a {{ or }} that nothing answers'],
      ['{{#if name}}a{{/unless}}', "1:4: if doesn't match unless"],
      ['{{#each name}}{{/each}}', '1:9: name is a text: write {{name}}, no {{#each}}'],
      ['a: {{{name}}}', '1:4: a template may not use {{{name}}} | there are {{name}}, {{block name 4 2}}'],
      ['{{> part}}', '1:1: a template may not use PartialStatement'],
      ['{{#> part}}{{/part}}', '1:1: a template may not use PartialBlockStatement'],
      ['{{* deco}}', '1:1: a template may not use Decorator'],
      ['{{#*inline "x"}}{{/inline}}', '1:1: a template may not use DecoratorBlock'],
      ['{{lookup this "constructor"}}', '1:1: a template may not use {{lookup …}}'],
      ['{{name a=(lookup this "constructor")}}', '1:1: a template may not use {{name …}}'],
      ['{{#if name includeZero=(log name)}}{{/if}}', '1:1: a template may not use {{#if …}}'],
      ['{{#if name as |x|}}{{x}}{{/if}}', '1:1: a template may not use {{#if … as |…|}}'],
      ['{{#with name}}{{/with}}', '1:1: a template may not use {{#with …}}'],
      ['{{constructor}}', '1:3: unknown variable constructor'],
      ['{{name.constructor}}', '1:3: unknown variable name.constructor'],
      ['{{this}}', '1:3: unknown variable this'],
      ['{{block name 999999999 2}}', '1:1: a template may not use {{block …}}'],
      ['{{block name 1.5}}', '1:1: a template may not use {{block …}}'],
      ['{{@root.name}}', '1:1: a template may not use {{@root.name …}}'],
      ['{{{{raw}}}} {{name}} {{{{/raw}}}}', '1:1: a template may not use {{#raw …}}'],
      [`${'{{#if name}}'.repeat(17)}${'{{/if}}'.repeat(17)}`, 'blocks are nested deeper than 16'],
      [`${'{{#if name}}'.repeat(850)}${'{{/if}}'.repeat(850)}`, 'blocks are nested deeper than 16'],
      ['x'.repeat(16385), 'a template may have 16384 characters; it has 16385'],
    ].map(([template = '', words = '']) => [words, template] as const),
  )('%s', (words, template) => {
    const said = ofNamespace(template);
    expect(said).toMatch(/^bad-template: house\/namespace\.yaml\.hbs(?::\d+:\d+)?: /);
    expect(said).toContain(words);
  });

  test('a value that is not there, where nothing asks for it first', () => {
    const own = templates('helmrepository.yaml.hbs')
      .replace('{{#if secretRef}}\n', '')
      .replace(/\{\{\/if\}\}\n(?=\{\{#if certSecretRef)/, '');
    expect(refused({ 'helmrepository.yaml.hbs': own })).toBe(
      'bad-template: house/helmrepository.yaml.hbs:17:11: a template writes a value that is not there: {{secretRef}} | put it into {{#if secretRef}} … {{/if}}',
    );
  });

  test('inside of each there is only this', () => {
    expect(refused({ 'kustomization.yaml.hbs': '{{#each dependsOn}}\n{{name}}{{/each}}' })).toContain(
      'kustomization.yaml.hbs:2:3: inside of {{#each}} there is only {{this}}, not name',
    );
    expect(
      refused({ 'kustomization.yaml.hbs': '{{#each dependsOn}}{{#each this}}a{{/each}}{{/each}}' }),
    ).toContain('inside of {{#each}} there is only {{this}}, not a list');
  });

  test('more output than any file may have', () => {
    const many = `data:\n${Array.from({ length: 600 }, () => `  k: {{block values 4 2}}\n`).join('')}`;
    const chart = `a: ${'x'.repeat(30_000)}\nb: 1\n`;
    const said = refusal(() =>
      plan(
        { ...emptyRoot, 'house/configmap.yaml.hbs': many },
        { values: { name: 'mine.yaml', text: chart } },
        settings,
      ),
    );
    expect(said).toBe('bad-template: house/configmap.yaml.hbs: a template writes more than 16 MiB');
  });

  test('YAML that is none, or that is two', () => {
    expect(ofNamespace('a: [\n')).toContain(
      'bad-template: house/namespace.yaml.hbs writes YAML with a problem, in line ',
    );
    expect(ofNamespace(`${namespaceTemplate}---\na: 1\n`)).toBe(
      'bad-template: house/namespace.yaml.hbs does not write one object',
    );
    expect(ofNamespace('{{#unless name}}a: 1{{/unless}}')).toContain(
      'in line 1 of what it writes: the file holds no Kubernetes object',
    );
  });
});

describe('what the layout needs must be there', () => {
  test.each([
    [
      'namespace.yaml.hbs',
      'name: {{name}}',
      'name: all',
      'all as metadata.name, in line 4 of what it writes; podinfo was',
    ],
    ['namespace.yaml.hbs', 'apiVersion: v1', 'apiVersion: example.com/v1', 'example.com/v1 as apiVersion'],
    ['namespace.yaml.hbs', 'kind: Namespace', 'kind: ConfigMap', 'ConfigMap as kind'],
    ['helmrepository.yaml.hbs', '  url: {{url}}\n', '', 'nothing as spec.url'],
    ['helmrepository.yaml.hbs', '  url: {{url}}\n', '  url: {{url}}\n  type: oci\n', 'oci as spec.type'],
    ['kustomization.yaml.hbs', 'path: {{path}}', 'path: ./', './ as spec.path'],
    [
      'kustomization.yaml.hbs',
      '  prune: true',
      '  targetNamespace: web\n  prune: true',
      'web as spec.targetNamespace',
    ],
    ['kustomization.yaml.hbs', 'name: {{source.name}}', 'name: other', 'as spec.sourceRef'],
    ['helmrelease.yaml.hbs', 'version: {{version}}', 'version: "*"', '* as spec.chart.spec.version'],
    ['helmrelease.yaml.hbs', 'releaseName: {{name}}', 'releaseName: {{chart}}-x', 'as spec.releaseName'],
    ['helmrelease.yaml.hbs', 'name: {{values.name}}', 'name: shared', 'as spec.valuesFrom'],
    ['helmrelease.yaml.hbs', '  timeout: 5m', '  targetNamespace: web', 'web as spec.targetNamespace'],
    [
      'configmap.yaml.hbs',
      '{{block values 4 2}}',
      '"{}"',
      'other values as data, in line 13 of what it writes; those of the chart were expected',
    ],
    ['configmap.yaml.hbs', '    gitops-kit/chart: {{chart}}\n', '', 'nothing as metadata.annotations'],
  ])('%s: %s', (name, old, now, words) => {
    const template = templates(name);
    expect(template.split(old)).toHaveLength(2);
    const said = refused({ [name]: template.replace(old, now) });
    expect(said).toContain(`bad-template: house/${name} writes `);
    expect(said).toContain(words.replace('{{chart}}', 'podinfo'));
    expect(said).toMatch(/ \| (?:write there: |leave it out)/);
  });
});

test('whatever a template is made of, it is refused with its file or writes the object', () => {
  const part = fc.constantFrom(
    ...[
      '{{name}}',
      '{{ name }}',
      '{{{name}}}',
      '{{#if name}}',
      '{{/if}}',
      '{{else}}',
      '{{^}}',
      '{{#each name}}',
    ],
    ...[
      '{{/each}}',
      '{{this}}',
      '{{../name}}',
      '{{name.length}}',
      '{{__proto__}}',
      '{{"name"}}',
      '{{1}}',
      '{{true}}',
    ],
    ...[
      '{{block name 4}}',
      '{{!-- note --}}',
      '{{~name~}}',
      '\\{{name}}',
      '{{',
      '}}',
      '(',
      ' as |x|',
      '{{[name]}}',
    ],
    ...[
      '\n',
      '  ',
      'kind: Namespace\n',
      'apiVersion: v1\n',
      'metadata:\n',
      'a: &b ',
      '*b',
      '# ',
      '---\n',
      "'",
    ],
    namespaceTemplate,
  );
  const podinfo = namespaceFile('namespace-podinfo.yaml', 'podinfo');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      const own = new Map([[podinfo.template, { file: 'house/namespace.yaml.hbs', text }]]);
      try {
        expect(readYaml(render(podinfo, { templates, own })).problems).toEqual([]);
      } catch (error) {
        if (!(error instanceof KitError)) throw error;
        expect(error.message).toContain('house/namespace.yaml.hbs');
      }
    }),
    { numRuns: 500 },
  );
});

describe('the list of variables', () => {
  const api = fluxApi({ major: 2, minor: 9, why: '' });
  const [name, namespace] = ['podinfo', 'web'];
  const access = { secretRef: 'login', certSecretRef: 'authority', provider: 'aws' as const };
  const files: readonly AppFile[] = [
    sourceFile('a.yaml', api, { source: newSource({ access }), namespace, chart: undefined }),
    sourceFile('a.yaml', api, {
      source: registrySource({ access }),
      namespace,
      chart: { name, version: { range: '6.x', level: 'major' } },
    }),
    namespaceFile('b.yaml', name),
    kustomizationFile('c.yaml', api, {
      name,
      namespace,
      folder: name,
      source: { kind: 'GitRepository', name, namespace },
      release: { name, namespace },
      dependsOn: ['redis'],
    }),
    helmReleaseFile('d.yaml', api, {
      name,
      namespace,
      chart: name,
      version: { range: '6.x', level: 'major' },
      source: { kind: 'HelmRepository', name, namespace, isUsual: true },
      hasCrds: true,
      values: { name, key: 'values.yaml' },
    }),
    valuesFile('e.yaml', api, {
      name,
      key: 'values.yaml',
      namespace,
      chart: name,
      version: '6.14.1',
      digest: 'sha256:0a',
      values: 'a: 1\n',
    }),
  ];

  /** The names by which a template reaches what it is filled with, and what each is. */
  function* reached(data: TemplateData, path: readonly string[] = []): Iterable<[string, string]> {
    for (const [key, value] of Object.entries(data)) {
      const at = [...path, key];
      if (Array.isArray(value)) yield [at.join('.'), 'texts'];
      else if (typeof value === 'object') yield* reached(Object(value), at);
      else yield [at.join('.'), typeof value === 'boolean' ? 'flag' : 'text'];
    }
  }

  test.each(files.map((file) => [file.template, file] as const))(
    'is what %s is filled with',
    (template, file) => {
      const listed = Object.entries(templateVariables[template] ?? {}).map(([key, { kind }]) => [key, kind]);
      expect(new Map([...reached(file.data)])).toEqual(
        new Map(listed.map(([key = '', kind = '']) => [key, kind])),
      );
    },
  );

  test('names every template, and each of ours keeps to it', () => {
    expect(files.map(({ template }) => template).sort()).toEqual(Object.keys(templateVariables).sort());
    for (const file of files) {
      const own = new Map([[file.template, { file: file.template, text: templates(file.template) }]]);
      expect(render(file, { templates, own })).toBe(render(file, { templates, own: new Map() }));
    }
  });
});
