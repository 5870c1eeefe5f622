import { describe, expect, test } from 'vitest';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import { filesOf } from '../../src/core/change.ts';
import { defaultSettings, type Settings } from '../../src/model/config.ts';
import { type ConfigurableRule, readConfig } from '../../src/schema/config.ts';

const read = (text: string, rules?: readonly ConfigurableRule[]) =>
  readConfig(filesOf({ '.gitops-kit.jsonc': text }), rules);

/** What is said, each with the text that it points at. */
function said(text: string, rules?: readonly ConfigurableRule[]): [string, string][] {
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
      "rules": { "layout/file-name": "off", "values/too-long": ["warning", { "limit": 9 }] },
      "overrides": [{ "files": ["legacy/**"], "rules": { "layout/placement": "info" } }],
      "valuesStyle": "minimal",
      "schemas": ["crds/**"],
      "charts": { "podinfo": "https://stefanprodan.github.io/podinfo" },
      "commit": { "new-app": "feat({app}): add {chart} {version}", "upgrade": "feat({app}): {from} to {version}" },
      "templates": "house/templates",
      "karmadaVersion": "1.18",
      "karmada": { "skippedNamespaces": ["^kube-"] },
      "fleet": { "delivery": "flux" },
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
      rules: { 'layout/file-name': 'off', 'values/too-long': 'warning' },
      ruleOptions: { 'values/too-long': { limit: 9 } },
      overrides: [{ files: ['legacy/**'], rules: { 'layout/placement': 'info' } }],
      valuesStyle: 'minimal',
      schemas: ['crds/**'],
      charts: { podinfo: 'https://stefanprodan.github.io/podinfo' },
      commit: {
        'new-app': 'feat({app}): add {chart} {version}',
        upgrade: 'feat({app}): {from} to {version}',
      },
      templates: 'house/templates',
      karmadaVersion: '1.18',
      karmada: { skippedNamespaces: ['^kube-'] },
      fleet: { delivery: 'flux' },
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
    expect(said(text, [{ id: 'layout/file-name' }])).toEqual([
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

describe('the options of a rule', () => {
  const rule: ConfigurableRule = {
    id: 'a/b',
    options: {
      limit: { describe: '', schema: { type: 'integer', minimum: 1, maximum: 9 }, default: 3 },
      share: { describe: '', schema: { type: 'number', exclusiveMinimum: 0 }, default: 0.5 },
      word: { describe: '', schema: { type: 'string', enum: ['major', 'minor'] }, default: 'major' },
      time: {
        describe: '',
        schema: { type: 'string', pattern: '^[0-9]+m$', examples: ['5m'] },
        default: '1m',
      },
      isStrict: { describe: '', schema: { type: 'boolean' }, default: false },
      names: {
        describe: '',
        schema: { type: 'array', items: { type: 'string' }, minItems: 1 },
        default: ['x'],
      },
    },
  };
  /** What is said of options, each with the text that it points at. */
  const faults = (options: string, id = 'a/b') =>
    said(`{ "rules": { "${id}": ["error", ${options}] } }`, [rule, { id: 'c/d' }]);

  test('are read where they fit their schemas', () => {
    const options =
      '{ "limit": 9, "share": 0.1, "word": "minor", "time": "15m", "isStrict": true, "names": ["y"] }';
    const { settings, problems } = read(`{ "rules": { "a/b": ["error", ${options}] } }`, [rule]);
    expect(problems).toEqual([]);
    expect(settings.rules).toEqual({ 'a/b': 'error' });
    expect(settings.ruleOptions['a/b']).toEqual(JSON.parse(options));
  });

  test.each([
    ['{ "limti": 1 }', '"limti"', 'unknown option limti of a/b; did you mean limit?'],
    ['{ "__proto__": 1 }', '"__proto__"', 'unknown option __proto__ of a/b'],
    ['{ "limit": "3" }', '"3"', 'limit of a/b is "3"; expected a whole number from 1 up to 9'],
    ['{ "limit": 0 }', '0', 'limit of a/b is 0; expected a whole number from 1 up to 9'],
    ['{ "limit": 2.5 }', '2.5', 'limit of a/b is 2.5; expected a whole number from 1 up to 9'],
    ['{ "limit": 10 }', '10', 'limit of a/b is 10; expected a whole number from 1 up to 9'],
    ['{ "share": 0 }', '0', 'share of a/b is 0; expected a number above 0'],
    ['{ "word": "exact" }', '"exact"', 'word of a/b is "exact"; expected "major" or "minor"'],
    ['{ "time": "5 m" }', '"5 m"', 'time of a/b is "5 m"; expected a text like "5m"'],
    ['{ "isStrict": "yes" }', '"yes"', 'isStrict of a/b is "yes"; expected true or false'],
    [
      '{ "names": [1] }',
      '[1]',
      'names of a/b is a list; expected a list of at least 1, each entry a text in quotes',
    ],
    [
      '{ "names": [] }',
      '[]',
      'names of a/b is a list; expected a list of at least 1, each entry a text in quotes',
    ],
    [
      '{ "names": "y" }',
      '"y"',
      'names of a/b is "y"; expected a list of at least 1, each entry a text in quotes',
    ],
  ])('%s is refused at its place', (options, place, message) => {
    expect(faults(options)).toEqual([[place, message]]);
  });

  test('of a rule that has none are refused', () => {
    expect(faults('{ "limit": 1 }', 'c/d')).toEqual([['"limit"', 'unknown option limit of c/d']]);
  });

  test('need a severity, and an object', () => {
    const place = 'rules["a/b"]';
    expect(said('{ "rules": { "a/b": ["warn", {}] } }')).toEqual([
      ['"warn"', `${place}[0] is "warn"; expected "off", "info", "warning" or "error"`],
    ]);
    expect(said('{ "rules": { "a/b": ["warning", 3] } }')).toEqual([
      ['3', `${place}[1] is 3; expected an object: { … }`],
    ]);
    expect(said('{ "rules": { "a/b": ["warning"] } }')).toEqual([
      ['["warning"]', `${place} has 1 entry; expected a severity and options: ["warning", { … }]`],
    ]);
  });

  test('hold for the whole repository: overrides have severities alone', () => {
    expect(said('{ "overrides": [{ "files": ["a"], "rules": { "a/b": ["error", {}] } }] }')).toEqual([
      [
        '["error", {}]',
        'overrides[0].rules["a/b"] is a list; expected a severity alone: options stand in "rules", for the whole repository',
      ],
    ]);
  });
});
