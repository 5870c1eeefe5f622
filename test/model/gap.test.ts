import { describe, expect, test } from 'vitest';
import { type Doubt, doubtOf, type Gap } from '../../src/model/gap.ts';

const source = { kind: 'HelmRepository', namespace: 'flux-system', name: 'podinfo' };
const config = { kind: 'ConfigMap', namespace: 'monitoring', name: 'grafana-dashboards' };
const texts: Record<string, string> = {
  'podinfo.yaml': 'kind: HelmRepository\nmetadata:\n  name: podinfo\n  name: again',
  'redis.yaml': 'name: redis\nname: redis',
};
const doubt = (gap: Gap, sought: typeof source): Doubt => doubtOf([gap], sought, (file) => texts[file]);

describe('what could not be read or followed', () => {
  test('is a file that holds what its text names', () => {
    expect(doubt({ kind: 'unread', file: 'podinfo.yaml' }, source)).toBe('perhaps');
    expect(doubt({ kind: 'unread', file: 'redis.yaml' }, source)).toBe('none');
    expect(doubt({ kind: 'unread', file: 'link.yaml' }, source)).toBe('perhaps');
  });

  test('is a remote base, which has objects of what it is called after, and none of Flux', () => {
    const remote = (entry: string): Gap => ({ kind: 'remote', entry });
    expect(doubt(remote('https://github.com/rancher/system-upgrade-controller?ref=v0.9.1'), source)).toBe(
      'none',
    );
    expect(doubt(remote('https://github.com/example/grafana-operator'), config)).toBe('perhaps');
    expect(doubt(remote('https://github.com/rancher/system-upgrade-controller'), config)).toBe('hardly');
    expect(doubt(remote('https://example.com/monitoring/crds.yaml'), config)).toBe('none');
  });

  test('is another repository, which may have anything', () => {
    expect(doubt({ kind: 'foreign', entry: 'tenants ./tenants' }, source)).toBe('hardly');
    expect(doubt({ kind: 'foreign', entry: 'podinfo-crds ./crds' }, source)).toBe('none');
  });

  test('counts with its gravest doubt', () => {
    const gaps: Gap[] = [
      { kind: 'absent', entry: './secret.yaml' },
      { kind: 'computed', by: 'helmCharts' },
    ];
    expect(doubtOf(gaps.slice(0, 1), source, () => undefined)).toBe('hardly');
    expect(doubtOf(gaps, source, () => undefined)).toBe('perhaps');
    expect(doubtOf([], source, () => undefined)).toBe('none');
  });
});
