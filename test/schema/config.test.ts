import { describe, expect, test } from 'vitest';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import { filesOf } from '../../src/core/change.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { readConfig } from '../../src/schema/config.ts';

const read = (text: string, rules?: readonly string[]) =>
  readConfig(filesOf({ '.gitops-kit.jsonc': text }), rules);

/** What is said, each with the text that it points at. */
function said(text: string, rules?: readonly string[]): [string, string][] {
  return read(text, rules).problems.map(({ at, message }) => [
    text.slice(at.range.start, at.range.end),
    message,
  ]);
}

describe('the configuration', () => {
  test('has a default for everything', () => {
    expect(readConfig(filesOf({}))).toEqual({ settings: defaultSettings, problems: [] });
    expect(read('{}').settings).toEqual(defaultSettings);
  });

  test('may hold comments, trailing commas and every key', () => {
    const { settings, problems } = read(`{
      // what runs in the clusters
      "$schema": "https://example.com/schema.json",
      "fluxVersion": "2.7.5",
      "roots": ["clusters/staging", "./clusters/production/"],
      "appsDir": "apps",
      "ignore": ["archive/**"],
      "externals": [{ "kind": "Secret", "namespace": "flux-system", "name": "age-key" }, { "kind": "Namespace", "name": "istio" }],
      "extends": "strict",
      "rules": { "layout/file-name": "off" },
      "overrides": [{ "files": ["legacy/**"], "rules": { "layout/placement": "info" } }],
      "valuesStyle": "minimal",
      "charts": { "podinfo": "https://stefanprodan.github.io/podinfo" },
      "commit": { "new-app": "feat({app}): add {chart} {version}" },
    }`);
    expect(problems).toEqual([]);
    expect(settings).toEqual({
      fluxVersion: '2.7.5',
      roots: ['clusters/staging', './clusters/production/'],
      appsDir: 'apps',
      ignore: ['archive/**'],
      externals: [
        { kind: 'Secret', namespace: 'flux-system', name: 'age-key' },
        { kind: 'Namespace', name: 'istio' },
      ],
      extends: 'strict',
      rules: { 'layout/file-name': 'off' },
      ruleOptions: {},
      overrides: [{ files: ['legacy/**'], rules: { 'layout/placement': 'info' } }],
      valuesStyle: 'minimal',
      charts: { podinfo: 'https://stefanprodan.github.io/podinfo' },
      commit: { 'new-app': 'feat({app}): add {chart} {version}' },
    } satisfies Settings);
  });

  test('has the same keys in its schema and in Settings', () => {
    const keys = Object.keys(schema.properties).filter((key) => key !== '$schema');
    // The options of a rule stand in `rules`, beside its severity.
    keys.push('ruleOptions');
    expect(keys.sort()).toEqual(Object.keys(defaultSettings).sort());
  });
});

describe('a fault of the configuration is named at its place', () => {
  test('an unknown key, with the nearest', () => {
    expect(said('{ "fluxVersoin": "2.9" }')).toEqual([
      ['"fluxVersoin"', 'unknown key fluxVersoin; did you mean fluxVersion?'],
    ]);
  });

  test('an unknown key further in', () => {
    expect(said('{ "externals": [{ "kind": "Secret", "nmae": "x", "name": "x" }] }')).toEqual([
      ['"nmae"', 'unknown key nmae in externals[0]; did you mean name?'],
    ]);
  });

  test('a key that is planned for later', () => {
    expect(said('{ "karmadaVersion": "1.18" }')).toEqual([
      ['"karmadaVersion"', 'unknown key karmadaVersion'],
    ]);
  });

  test('a key of every object in JavaScript', () => {
    expect(
      said('{ "__proto__": {}, "constructor": 1, "toString": 2 }').map(([, message]) => message),
    ).toEqual(['unknown key __proto__', 'unknown key constructor', 'unknown key toString']);
  });

  test('a number where a text is wanted', () => {
    expect(said('{ "fluxVersion": 2.9 }')).toEqual([
      ['2.9', 'fluxVersion is 2.9; expected a text in quotes'],
    ]);
  });

  test('a text of the wrong form', () => {
    expect(said('{ "fluxVersion": "latest" }')).toEqual([
      ['"latest"', 'fluxVersion is "latest"; expected something like "2.9"'],
    ]);
    expect(said('{ "roots": ["../other"] }')).toEqual([
      ['"../other"', 'roots[0] is "../other"; expected something like "clusters/production"'],
    ]);
    expect(said('{ "charts": { "podinfo": "file:///etc" } }')).toEqual([
      [
        '"file:///etc"',
        'charts.podinfo is "file:///etc"; expected something like "https://charts.example.com"',
      ],
    ]);
  });

  test('a severity that does not exist', () => {
    expect(said('{ "rules": { "layout/file-name": "warn" } }')).toEqual([
      ['"warn"', 'rules["layout/file-name"] is "warn"; expected "off", "info", "warning" or "error"'],
    ]);
  });

  test('something missing', () => {
    expect(said('{ "overrides": [{ "files": ["a"] }] }').map(([, message]) => message)).toEqual([
      'overrides[0] has no rules',
    ]);
    expect(said('{ "roots": [] }')).toEqual([['[]', 'roots is empty; expected at least one entry']]);
  });

  test('several at once, in the order of the text', () => {
    expect(
      said('{ "appsDir": 1, "ignore": "x", "extends": "strickt" }').map(([, message]) => message),
    ).toEqual([
      'appsDir is 1; expected a text in quotes',
      'ignore is "x"; expected a list: [ … ]',
      'extends is "strickt"; expected "recommended" or "strict"; did you mean strict?',
    ]);
  });

  test('no more than twenty', () => {
    const keys = Array.from({ length: 50 }, (_, index) => `"zzz${index}": 1`);
    expect(said(`{ ${keys.join(', ')} }`)).toHaveLength(20);
  });

  test('a rule that does not exist, where the rules are known', () => {
    const text =
      '{ "rules": { "layout/file-nam": "off" }, "overrides": [{ "files": ["a"], "rules": { "x/y": "off" } }] }';
    expect(said(text)).toEqual([]);
    expect(said(text, ['layout/file-name'])).toEqual([
      ['"layout/file-nam"', 'unknown rule layout/file-nam; did you mean layout/file-name?'],
      ['"x/y"', 'unknown rule x/y'],
    ]);
  });

  test('text that is no JSON', () => {
    expect(read('{ "roots": [ }').problems).not.toEqual([]);
    expect(read('').problems).not.toEqual([]);
    expect(said('[]')).toEqual([['[]', 'expected an object: { … }']]);
  });

  test('a file of another name', () => {
    const { problems } = readConfig(filesOf({ '.gitops-kit.yaml': 'roots: [a]\n' }));
    expect(problems).toMatchObject([
      {
        at: { file: '.gitops-kit.yaml' },
        message: 'the configuration is not read from here; expected .gitops-kit.jsonc',
      },
    ]);
  });

  test('with any fault the defaults are given back, since nothing should be done with half a configuration', () => {
    expect(read('{ "appsDir": "apps", "roots": 1 }').settings).toBe(defaultSettings);
  });
});
