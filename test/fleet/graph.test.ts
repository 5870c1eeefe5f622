import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { type Graph, graphOf } from '../../src/fleet/graph.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { dot, mermaid } from '../../src/report/graph.ts';
import { svg } from '../../src/report/graph-svg.ts';
import { golden, goldenFiles } from '../support/golden.ts';

const all = { clustersOf: undefined, allReferences: false, only: [] };
const graph = (files = goldenFiles, options: Partial<Parameters<typeof graphOf>[1]> = {}): Graph =>
  graphOf(readRepo(files, defaultSettings), { ...all, ...options });

/** What is drawn, by titles: `podinfo -> redis`. */
function edgesOf({ nodes, edges }: Graph): string[] {
  const titles = new Map(nodes.map(({ id, title, lines }) => [id, [title, ...lines].join(' ')]));
  return edges.map(({ from, to, kind }) => `${titles.get(from)} ${kind} ${titles.get(to)}`);
}

describe('the graph of a repository', () => {
  test('has its apps, and what they wait for', () => {
    expect(edgesOf(graph())).toEqual(['podinfo 6.x depends-on redis 2.x']);
  });

  test('has a source that several apps share', () => {
    const shared = golden.with(
      'redis/helmrelease-redis.yaml',
      '        name: redis\n',
      '        name: podinfo\n',
    );
    expect(edgesOf(graph(shared))).toContain('redis 2.x uses podinfo HelmRepository');
  });

  test('has everything that apps refer to, when it is asked for', () => {
    expect(edgesOf(graph(goldenFiles, { allReferences: true }))).toEqual([
      'podinfo 6.x depends-on redis 2.x',
      'podinfo 6.x uses podinfo HelmRepository',
      'podinfo 6.x uses podinfo-helm-chart-value-overrides ConfigMap',
      'redis 2.x uses redis HelmRepository',
      'redis 2.x uses redis-helm-chart-value-overrides ConfigMap',
    ]);
  });

  test('has the named app with what is before and behind it', () => {
    const lonely = golden.with(
      'flux-system/kustomizations/kustomization-podinfo.yaml',
      '  dependsOn:\n    - name: redis\n',
      '',
    );
    expect(graph(goldenFiles, { only: ['redis'] }).nodes.map(({ title }) => title)).toEqual([
      'podinfo',
      'redis',
    ]);
    expect(graph(lonely, { only: ['redis'] }).nodes.map(({ title }) => title)).toEqual(['redis']);
  });

  test('puts apps of the same clusters together', () => {
    const { nodes, groups } = graph(goldenFiles, {
      clustersOf: ({ name }) => (name === 'podinfo' ? 'member1' : 'member1, member2'),
    });
    expect(nodes.map(({ title, group }) => [title, groups[group ?? -1]])).toEqual([
      ['podinfo', 'member1'],
      ['redis', 'member1, member2'],
    ]);
  });

  test('survives apps that wait for each other', () => {
    const circle = golden.with(
      'flux-system/kustomizations/kustomization-redis.yaml',
      'spec:\n',
      'spec:\n  dependsOn:\n    - name: podinfo\n',
    );
    expect(edgesOf(graph(circle))).toEqual([
      'podinfo 6.x depends-on redis 2.x',
      'redis 2.x depends-on podinfo 6.x',
    ]);
    expect(elements(svg(graph(circle)))).toContain('svg');
  });
});

/** The elements of a picture; throws where it is no XML. */
function elements(text: string): string[] {
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => names.push(name));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(text).close();
  return names;
}

describe('the forms', () => {
  const hostile: Graph = {
    nodes: [
      { id: 'n1', kind: 'app', title: '"]; click n1 "javascript:alert(1)"', lines: ['<script>'], group: 0 },
      { id: 'n2', kind: 'object', title: 'end\n--> n1 \\', lines: [], group: undefined },
    ],
    edges: [{ from: 'n1', to: 'n2', kind: 'uses' }],
    groups: ['a"b</g>'],
  };

  test('Mermaid', () => {
    expect(mermaid(graph())).toBe(
      'flowchart LR\n  n1["podinfo<br/>6.x"]\n  n2["redis<br/>2.x"]\n  n1 --> n2\n',
    );
  });

  test('DOT', () => {
    expect(dot(graph())).toContain('n1 [shape=box, label="podinfo\\n6.x"];\n');
    expect(dot(graph())).toContain('  n1 -> n2;\n');
  });

  test('a name is never markup', () => {
    const [, group, first] = mermaid(hostile).split('\n');
    expect(group).toBe('  subgraph g1["a#34;b#60;/g#62;"]');
    expect(first).toBe(
      '    n1["#34;#93;#59; click n1 #34;javascript#58;alert#40;1#41;#34;<br/>#60;script#62;"]',
    );
    expect(dot(hostile)).toContain('label="\\"]; click n1 \\"javascript:alert(1)\\"\\n<script>"');
    expect(dot(hostile)).toContain('label="end\\\\n--> n1 \\\\"');
    expect(elements(svg(hostile))).not.toContain('script');
  });

  test('SVG has a box for each node, and an arrow for each edge', () => {
    const names = elements(svg(graph()));
    expect(names.filter((name) => name === 'text')).toHaveLength(4);
    expect(svg(graph()).match(/url\(#arrow\)/g)).toHaveLength(1);
  });

  test('forty apps that nothing joins make a page, no column', () => {
    const files = filesOf(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => at).flatMap((at) =>
          [...goldenFiles.paths()]
            .filter((path) => path.includes('redis'))
            .map((path) => [
              path.replaceAll('redis', `app${at}`),
              (goldenFiles.text(path) ?? '').replaceAll('redis', `app${at}`),
            ]),
        ),
      ),
    );
    const picture = svg(graph(files));
    const [, width = '0', height = '0'] = /width="(\d+)" height="(\d+)"/.exec(picture) ?? [];
    expect(picture.match(/font-weight/g)).toHaveLength(40);
    expect(Number(width) / Number(height)).toBeGreaterThan(0.5);
    expect(Number(width) / Number(height)).toBeLessThan(2);
  });
});
