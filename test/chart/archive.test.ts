import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { archiveLimits, readArchive } from '../../src/chart/archive.ts';
import { chartFrom, ownCharts, packChart, packTar } from '../support/chart-server.ts';

const chartYaml = 'apiVersion: v2\nname: podinfo\nversion: 6.14.1\n';
const podinfo = (files: Record<string, string | Uint8Array>) =>
  packChart({ name: 'podinfo', version: '6.14.1', files });
const sound = { path: 'podinfo/Chart.yaml', content: chartYaml };

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await readArchive(bytes).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ name: 'KitError', side: 'outside' });
  return error instanceof Error ? error.message : '';
}

test("the project's own charts are read as they are", async () => {
  const facts = await Promise.all(ownCharts().map((chart) => readArchive(packChart(chart))));
  expect(facts.map(({ name, version, hasCrds }) => [name, version, hasCrds])).toEqual([
    ['podinfo', '6.14.1', false],
    ['podinfo', '6.13.0', false],
    ['redis', '1.2.0', true],
  ]);
  expect(facts.map(({ appVersion }) => appVersion)).toEqual(['6.14.1', '6.13.0', '7.4']);
  expect(facts[2]?.valuesSchema).toContain('draft-07');
});

test('values come out byte for byte, with their digest', async () => {
  for (const values of ['a: 1\r\nb: ü # \u00a0\n', '\ufeffa: 1', '', '\n\n']) {
    const digest = createHash('sha256').update(values).digest('hex');
    expect(await readArchive(podinfo({ 'values.yaml': values }))).toMatchObject({
      values,
      valuesDigest: `sha256:${digest}`,
    });
  }
});

test('a chart needs no values', async () => {
  expect(await readArchive(podinfo({}))).toMatchObject({ values: undefined, valuesSchema: undefined });
});

test('charts inside the chart are not looked at', async () => {
  const bytes = podinfo({
    'values.yaml': 'mine: 1\n',
    'charts/redis/Chart.yaml': 'name: redis\n',
    'charts/redis/values.yaml': 'theirs: 1\n',
    'charts/redis/crds/crd.yaml': 'kind: CustomResourceDefinition\n',
  });
  expect(await readArchive(bytes)).toMatchObject({ name: 'podinfo', values: 'mine: 1\n', hasCrds: false });
});

test('crds/ counts only with something in it that Helm applies', async () => {
  expect(await readArchive(podinfo({ 'crds/README.md': '#' }))).toMatchObject({ hasCrds: false });
  expect(await readArchive(podinfo({ 'crds/all/crd.yml': 'a: 1' }))).toMatchObject({ hasCrds: true });
});

test('folders and long names are no obstacle', async () => {
  const long = `podinfo/templates/${'deep/'.repeat(20)}file.yaml`;
  const entries = [{ path: 'podinfo/', type: '5' }, sound, { path: long, content: 'a: 1' }];
  expect(await readArchive(packTar(entries))).toMatchObject({ name: 'podinfo' });
});

test('a deprecated chart is said to be', async () => {
  expect(await readArchive(podinfo({ 'Chart.yaml': `${chartYaml}deprecated: true\n` }))).toMatchObject({
    deprecated: true,
  });
});

test('a library chart is the fault of whoever asked for it', async () => {
  const bytes = podinfo({ 'Chart.yaml': `${chartYaml}type: library\n` });
  await expect(readArchive(bytes)).rejects.toMatchObject({ code: 'library-chart', side: 'caller' });
});

test.each([
  ['../outside.yaml', "leaves the chart's folder"],
  ['podinfo/../../outside.yaml', "leaves the chart's folder"],
  ['/etc/passwd', "leaves the chart's folder"],
  ['./podinfo/a.yaml', "leaves the chart's folder"],
  ['podinfo//a.yaml', "leaves the chart's folder"],
  ['podinfo\\..\\a.yaml', 'no portable file name'],
  ['C:/podinfo/a.yaml', 'no portable file name'],
  ['podinfo/a\nb.yaml', 'no portable file name'],
  ['redis/values.yaml', "outside the chart's folder"],
  ['values.yaml', "outside the chart's folder"],
  ['podinfo/Chart.yaml', 'twice'],
])('the entry %j is refused', async (path, why) => {
  const message = await refusal(packTar([sound, { path, content: 'a: 1' }]));
  expect(message).toContain(why);
  expect(message).not.toContain('\n');
});

test.each([
  ['1', 'link'],
  ['2', 'symlink'],
  ['3', 'character-device'],
  ['6', 'fifo'],
])('an entry of type %s is refused', async (type, what) => {
  const link = { path: 'podinfo/values.yaml', type, link: '/etc/passwd' };
  expect(await refusal(packTar([sound, link]))).toContain(`is a ${what}, not a file`);
});

test('more entries than any chart has are refused', async () => {
  const many = Array.from({ length: archiveLimits.entries + 1 }, (_, at) => ({ path: `podinfo/${at}` }));
  expect(await refusal(packTar(many))).toContain('more than 10000 entries');
});

test('a bomb is not unpacked', async () => {
  const zeros = gzipSync(Buffer.alloc(16 * 2 ** 20));
  const bomb = Buffer.concat([packTar([sound]), ...Array.from({ length: 64 }, () => zeros)]);
  expect(bomb.length).toBeLessThan(2 ** 21);
  expect(await refusal(bomb)).toContain('more than 64 MiB');
});

test('values larger than any are refused', async () => {
  expect(await refusal(podinfo({ 'values.yaml': '#'.repeat(archiveLimits.fileBytes + 1) }))).toContain(
    '5 MiB',
  );
});

test('what is broken is called broken', async () => {
  const whole = podinfo({ 'values.yaml': 'a: 1\n' });
  expect(await refusal(Buffer.from('<html>'))).toContain('not gzipped');
  expect(await refusal(new Uint8Array())).toContain('not gzipped');
  expect(await refusal(whole.subarray(0, whole.length - 20))).toContain('gzip stream is broken');
  expect(await refusal(gzipSync('no tar at all'))).toContain('tar is broken');
  const tar = Buffer.alloc(512 * 3, 'x');
  expect(await refusal(gzipSync(tar))).toContain('tar is broken');
});

test.each([
  ['', 'it is empty'],
  ['a: [', 'cannot be read'],
  ['- podinfo', 'no chart name'],
  ['version: 1.0.0', 'no chart name'],
  ['name: ../x\nversion: 1.0.0', 'no chart name'],
  ['name: ".."\nversion: 1.0.0', 'no chart name'],
  ['name: pod info\nversion: 1.0.0', 'no chart name'],
  [`name: ${'x'.repeat(251)}\nversion: 1.0.0`, 'no chart name'],
  ['name: podinfo', 'no semantic version'],
  ['name: podinfo\nversion: v1 2 3', 'no semantic version'],
  ['name: podinfo\nversion: "1.0.0\\n"', 'no semantic version'],
  ['name: podinfo\nversion: [1]', 'no semantic version'],
])('Chart.yaml %j is refused', async (text, why) => {
  expect(await refusal(podinfo({ 'Chart.yaml': text }))).toContain(why);
});

test('a chart without Chart.yaml is none', async () => {
  expect(await refusal(packTar([{ path: 'podinfo/values.yaml', content: 'a: 1' }]))).toContain(
    'no Chart.yaml',
  );
});

test('files that are not UTF-8 are refused', async () => {
  const latin = Buffer.from('name: caf\xe9\n', 'latin1');
  for (const name of ['Chart.yaml', 'values.yaml', 'values.schema.json']) {
    expect(await refusal(podinfo({ [name]: latin }))).toContain(`its ${name} is not UTF-8`);
  }
});

const corpus = fileURLToPath(new URL('../../../shared/data/corpus/charts', import.meta.url));

test.runIf(existsSync(corpus))('the values of real charts come out byte for byte', async () => {
  for (const name of readdirSync(corpus)) {
    for (const folder of readdirSync(`${corpus}/${name}`)) {
      const path = `${corpus}/${name}/${folder}`;
      const version = /\d+\.\d+\.\d+.*$/.exec(folder)?.[0] ?? folder;
      const facts = await readArchive(packChart(chartFrom(path, { name, version })));
      expect(facts).toMatchObject({ name, version, values: readFileSync(`${path}/values.yaml`, 'utf8') });
    }
  }
});
