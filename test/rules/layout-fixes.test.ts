import { describe, expect, test } from 'vitest';
import { applyChanges, fileChanges } from '../../src/core/change.ts';
import type { Fix } from '../../src/core/finding.ts';
import type { Example } from '../../src/rules/rule.ts';
import { golden, lint } from '../support/golden.ts';

const values = 'podinfo-helm-chart-value-overrides';
const head = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n';

/** The fix of the only finding of a rule in the golden repository with a change. */
function fixOf(rule: string, change: Omit<Example, 'title' | 'finds'>): Fix | undefined {
  const [found, ...others] = lint(golden.changed(change)).findings.filter((each) => each.rule === rule);
  expect(found, 'it is found').toBeDefined();
  expect(others).toEqual([]);
  return found?.fix;
}

/** What the fix makes of the files that it touches: path -> text, undefined where there is none any more. */
function fixed(rule: string, change: Omit<Example, 'title' | 'finds'>): Record<string, string | undefined> {
  const changes = fixOf(rule, change)?.changes ?? [];
  expect(changes).not.toEqual([]);
  const all = fileChanges(golden.changed(change), changes);
  return Object.fromEntries(all.map(({ path, after }) => [path, after]));
}

const namespace = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

describe('a split file', () => {
  const rule = 'layout/one-object-per-file';
  const folder = 'flux-system/namespaces';

  test('keeps the comments with their documents, and the first object with its history', () => {
    const text = `# The teams\n---\n${namespace('web')}# end of web\n\n---\n# The shop\n${namespace('shop')}--- # last\n${namespace('team').trimEnd()} # the end`;
    expect(fixed(rule, { create: { [`${folder}/teams.yaml`]: text } })).toEqual({
      [`${folder}/teams.yaml`]: undefined,
      [`${folder}/namespace-web.yaml`]: `# The teams\n---\n${namespace('web')}# end of web\n\n`,
      [`${folder}/namespace-shop.yaml`]: `# The shop\n${namespace('shop')}`,
      [`${folder}/namespace-team.yaml`]: `--- # last\n${namespace('team').trimEnd()} # the end`,
    });
  });

  test('keeps the object after which it is called', () => {
    const text = `${namespace('web')}---\n${namespace('shop')}`;
    expect(fixed(rule, { create: { [`${folder}/namespace-shop.yaml`]: text } })).toEqual({
      [`${folder}/namespace-web.yaml`]: namespace('web'),
      [`${folder}/namespace-shop.yaml`]: `---\n${namespace('shop')}`,
    });
  });

  test('keeps its line ends, and the blank lines of a block text', () => {
    const config =
      'apiVersion: v1\r\nkind: ConfigMap\r\nmetadata: {name: web, namespace: redis}\r\ndata:\r\n  a: |+\r\n    b\r\n\r\n';
    const text = `${namespace('redis-web').replaceAll('\n', '\r\n')}\r\n---\r\n${config}---\r\n${config.replace('web', 'shop')}`;
    const after = fixed(rule, { create: { 'redis/web.yaml': text } });
    expect(after['redis/configmap-web.yaml']).toBe(config);
    expect(after['redis/configmap-shop.yaml']).toBe(config.replace('web', 'shop'));
  });

  test('is listed where it was listed', () => {
    const text = `${namespace('web')}---\n${namespace('shop')}`;
    const list = `${head}  - ./teams.yaml # all teams\n  - namespace-podinfo.yaml\n  - namespace-redis.yaml\n`;
    const create = { [`${folder}/teams.yaml`]: text, [`${folder}/kustomization.yaml`]: list };
    expect(fixed(rule, { create })[`${folder}/kustomization.yaml`]).toBe(
      `${list.replace('teams', 'namespace-web')}  - ./namespace-shop.yaml\n`,
    );
  });

  test.each([
    ['a file is there already', `${namespace('web')}---\n${namespace('podinfo')}`],
    ['two objects would share a file', `${namespace('web')}---\n${namespace('web')}`],
    ['SOPS encrypted the file as one', `${namespace('web')}sops: {}\n---\n${namespace('shop')}`],
    [
      'the objects are items of a list',
      `apiVersion: v1\nkind: List\nitems: [{${flow('a')}}, {${flow('b')}}]\n`,
    ],
    ['a name is no file name', `${namespace('web')}---\n${namespace('"a/b"')}`],
  ])('has no fix where %s', (_, text) => {
    expect(fixOf(rule, { create: { [`${folder}/teams.yaml`]: text } })).toBeUndefined();
  });
});

function flow(name: string): string {
  return `apiVersion: v1, kind: Namespace, metadata: {name: ${name}}`;
}

describe('a file with another name than its object', () => {
  const rule = 'layout/file-name';

  test('is renamed with the entry that lists it', () => {
    const change = {
      move: [['podinfo/helmrelease-podinfo.yaml', 'podinfo/podinfo.yaml']] as const,
      create: {
        'podinfo/kustomization.yaml': `${head}  - "podinfo.yaml" # the app\n  - configmap-${values}.yaml\n`,
      },
    };
    expect(fixOf(rule, change)).toMatchObject({
      title: 'rename to helmrelease-podinfo.yaml',
      safety: 'safe',
    });
    expect(fixed(rule, change)).toEqual({
      'podinfo/podinfo.yaml': undefined,
      'podinfo/helmrelease-podinfo.yaml': golden.files.text('podinfo/helmrelease-podinfo.yaml'),
      'podinfo/kustomization.yaml': `${head}  - "helmrelease-podinfo.yaml" # the app\n  - configmap-${values}.yaml\n`,
    });
  });

  test('waits to be asked where it may be the object whose name is wrong', () => {
    const create = { 'flux-system/namespaces/namespace-shop.yaml': namespace('web') };
    expect(fixOf(rule, { create })?.safety).toBe('unsafe');
  });

  test('has no fix where it has the name of another app, or the name is taken', () => {
    const copy = [
      ['podinfo/helmrelease-podinfo.yaml', '  name: podinfo\n  namespace', '  name: redis\n  namespace'],
    ] as const;
    expect(fixOf(rule, { replace: copy })).toBeUndefined();
    const create = { 'flux-system/namespaces/Redis.yaml': namespace('redis') };
    expect(fixOf(rule, { create })).toBeUndefined();
  });

  test('has no fix where a list names a file that is not there, which it would become', () => {
    const folder = 'flux-system/namespaces';
    const move = [[`${folder}/namespace-redis.yaml`, `${folder}/redis.yaml`]] as const;
    const create = {
      [`${folder}/kustomization.yaml`]: `${head}  - namespace-podinfo.yaml\n  - namespace-redis.yaml\n`,
    };
    expect(fixOf(rule, { move, create })).toBeUndefined();
  });

  test('has no fix where Flux passes over the new name', () => {
    const move = [['podinfo/helmrelease-podinfo.yaml', 'podinfo/podinfo.yaml']] as const;
    expect(
      fixOf(rule, { move, create: { '.sourceignore': 'helmrelease-*.yaml\n!redis/*\n' } }),
    ).toBeUndefined();
  });
});

describe('an object in another folder', () => {
  const rule = 'layout/placement';
  const file = 'flux-system/helmrepositories/helmrepository-podinfo.yaml';

  test('is moved safely while the same Kustomization applies it', () => {
    const move = [[file, 'flux-system/kustomizations/helmrepository-podinfo.yaml']] as const;
    expect(fixOf(rule, { move })).toMatchObject({
      title: 'move to flux-system/helmrepositories',
      safety: 'safe',
    });
    expect(fixOf(rule, { move: [[file, 'podinfo/helmrepository-podinfo.yaml']] })?.safety).toBe('unsafe');
  });

  test('has no fix where a list would have to change', () => {
    const create = {
      'podinfo/kustomization.yaml': `${head}  - helmrepository-podinfo.yaml\n  - helmrelease-podinfo.yaml\n  - configmap-${values}.yaml\n`,
    };
    expect(fixOf(rule, { create, move: [[file, 'podinfo/helmrepository-podinfo.yaml']] })).toBeUndefined();
  });
});

describe('values with the name of another app', () => {
  const rule = 'layout/configmap-name';
  const valkey = 'valkey-helm-chart-value-overrides';
  const copied = {
    replace: [
      ['podinfo/helmrelease-podinfo.yaml', `name: ${values}`, `name: ${valkey}`],
      [`podinfo/configmap-${values}.yaml`, `name: ${values}`, `name: "${valkey}" # a copy`],
    ],
    move: [[`podinfo/configmap-${values}.yaml`, `podinfo/configmap-${valkey}.yaml`]],
  } as const;

  test('are renamed at both ends, and in the list', () => {
    const list = `${head}  - helmrelease-podinfo.yaml\n  - configmap-${valkey}.yaml\n`;
    const after = fixed(rule, { ...copied, create: { 'podinfo/kustomization.yaml': list } });
    expect(after).toEqual({
      'podinfo/helmrelease-podinfo.yaml': golden.files.text('podinfo/helmrelease-podinfo.yaml'),
      [`podinfo/configmap-${valkey}.yaml`]: undefined,
      [`podinfo/configmap-${values}.yaml`]: golden.files
        .text(`podinfo/configmap-${values}.yaml`)
        ?.replace(`name: ${values}`, `name: "${values}" # a copy`),
      'podinfo/kustomization.yaml': list.replace(valkey, values),
    });
  });

  test('stay where a patch names them too', () => {
    const list = `${head}  - helmrelease-podinfo.yaml\n  - configmap-${valkey}.yaml\npatches:\n  - target: {kind: ConfigMap, name: ${valkey}}\n    patch: |\n      - {op: add, path: /metadata/annotations, value: {}}\n`;
    expect(fixOf(rule, { ...copied, create: { 'podinfo/kustomization.yaml': list } })?.changes).toEqual([]);
  });
});

test('all files that a list leaves out are listed together, but for one with an ignore comment', () => {
  const folder = 'flux-system/namespaces';
  const list = `${head}  - namespace-podinfo.yaml\n  - namespace-redis.yaml\n`;
  const files = golden.changed({
    create: {
      [`${folder}/kustomization.yaml`]: list,
      [`${folder}/namespace-web.yaml`]: namespace('web'),
      [`${folder}/namespace-shop.yaml`]: namespace('shop'),
      [`${folder}/namespace-team.yaml`]: `# gitops-kit: ignore[layout/file-left-out] later\n${namespace('team')}`,
    },
  });
  const [found] = lint(files).findings.filter(({ rule }) => rule === 'layout/file-left-out');
  const after = applyChanges(files, found?.fix?.changes ?? []);
  expect(after.text(`${folder}/kustomization.yaml`)).toBe(
    `${list}  - namespace-shop.yaml\n  - namespace-web.yaml\n`,
  );
});
