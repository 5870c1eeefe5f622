import { expect, test } from 'vitest';
import { changeValues, readValuesFile } from '../../src/scaffold/values.ts';
import { parseSet } from '../../src/yaml/set-values.ts';
import { refusal } from './examples.ts';

const base = `# Default values.
replicaCount: 1 # pods

image:
  repository: "ghcr.io/podinfo"   # two spaces more
  tag: 6.14.1

ports:
  - name: http
    port: 9898
  - name: grpc
    port: 9999
nodeSelector: {}
tolerations: []
host:
`;

const set = (...texts: string[]) =>
  changeValues(
    base,
    texts.flatMap((each) => parseSet(each)),
  );
const changed = (...texts: string[]): string[] => {
  const before = base.split('\n');
  return set(...texts)
    .text.split('\n')
    .filter((line) => !before.includes(line));
};

test('a changed value keeps its comment and touches no other line', () => {
  expect(changed('replicaCount=3')).toEqual(['replicaCount: 3 # pods']);
  expect(changed('image.repository=example.com/podinfo')).toEqual([
    '  repository: "example.com/podinfo"   # two spaces more',
  ]);
});

test('a value that is the same already changes nothing', () => {
  expect(set('replicaCount=1').text).toBe(base);
});

test('an item of a list is changed in place, and the next one appended', () => {
  expect(changed('ports[1].port=9000')).toEqual(['    port: 9000']);
  expect(set('ports[2].name=metrics').text).toContain('port: 9999\n  - name: metrics\n');
  expect(refusal(() => set('ports[4].name=far'))).toContain(
    "edit-refused: cannot change ports[4].name: the list has 2 items in the chart's values.yaml",
  );
});

test('an empty mapping, list or value takes what is set below it', () => {
  expect(
    set('nodeSelector.kubernetes\\.io/arch=arm64', 'tolerations[0].key=gpu', 'host.name=example.com').notes,
  ).toEqual([]);
});

test('texts that look like something else stay texts', () => {
  expect(changed('image.tag="6"')).toEqual(['  tag: "\\"6\\""']);
  expect(changed('image.tag=1.10')).toEqual(['  tag: "1.10"']);
  expect(changed('image.tag=yes')).toEqual(['  tag: "yes"']);
});

test('a key that the chart does not know is set, and noted with the nearest one', () => {
  const { text, notes } = set('replicaCuont=3');
  expect(text).toContain('replicaCuont: 3\n');
  expect(notes).toEqual(["replicaCuont is not in the chart's values.yaml; did you mean replicaCount?"]);
});

test('notes speak of the chart, not of what an earlier change made of it', () => {
  expect(set('t=1', 'dt=2').notes).toEqual([
    "t is not in the chart's values.yaml",
    "dt is not in the chart's values.yaml",
  ]);
  expect(set('env[0].name=A', 'env[0].value=B').notes).toEqual(["env is not in the chart's values.yaml"]);
  expect(set('tolerations[0].key=gpu', 'tolerations[0].value=yes').notes).toEqual([]);
  expect(set('image\\.tag=1').notes).toEqual(["image\\.tag is not in the chart's values.yaml"]);
});

test('a mapping in place of a value is noted', () => {
  expect(set('replicaCount.min=1').notes).toEqual([
    "replicaCount is a plain value in the chart's values.yaml; it holds more now",
  ]);
});

test('a values file is merged leaf by leaf; its lists are whole', () => {
  const leaves = readValuesFile('image:\n  tag: "7"\nports: [{name: web}]\nnodeSelector: {}\n', 'mine.yaml');
  expect(leaves.map(({ path }) => path.join('.'))).toEqual(['image.tag', 'ports', 'nodeSelector']);
});

test.each([
  ['- a', '1:1: a list; a mapping of values was expected'],
  ['# mine\n\nyes', '3:1: a plain value; a mapping of values was expected'],
  ['a: 1\n---\nb: 2\n', '3:1: a second document; Helm reads one'],
  ['a: 1\n\tb: 2\n', '2:1: a tab where Kubernetes wants spaces'],
  ['a: {b: 1\nc: 2\n', '2:1: flow map'],
])('of the values file %j it is said where it is wrong, and why', (text, fault) => {
  expect(refusal(() => readValuesFile(text, 'mine.yaml'))).toContain(`bad-values-file: mine.yaml:${fault}`);
});

test('a value shared through an anchor is not changed behind the user', () => {
  const shared = 'a: &x\n  port: 1\nb: *x\n';
  expect(refusal(() => changeValues(shared, parseSet('a.port=2')))).toContain(
    "edit-refused: cannot change a.port without changing more than that in the chart's values.yaml | leave it out here, and change the ConfigMap by hand once it is written",
  );
});

test('values without any value take the first one', () => {
  for (const empty of ['', '# nothing to set\n', '{}\n']) {
    expect(changeValues(empty, parseSet('a.b=1')).text).toContain('a');
  }
});
