import { describe, expect, test } from 'vitest';
import { isOverlay, mergeOverlay } from '../../src/upgrade/overlay.ts';

const base = {
  replicaCount: 1,
  image: { repository: 'podinfo', tag: '6.14.1' },
  ui: { color: 'blue', logo: '' },
  backends: [{ name: 'a', url: 'http://a' }],
  affinity: {},
};

describe('values that hold only what differs', () => {
  test('stay as they are where upstream changed nothing below them', () => {
    const theirs = { ...base, image: { repository: 'podinfo', tag: '7.0.0' } };
    const ours = { replicaCount: 3, ui: { color: 'red' } };
    const merge = mergeOverlay({ base, ours, theirs }, 'ours');
    expect(merge.edits).toEqual([]);
    expect(merge.conflicts).toEqual([]);
    expect(merge.kept).toEqual([
      { path: ['replicaCount'], before: 1, after: 3 },
      { path: ['ui', 'color'], before: 'blue', after: 'red' },
    ]);
  });

  test('are in conflict with what upstream changed, removed or retyped', () => {
    const { replicaCount: _, ...others } = base;
    const theirs = { ...others, image: { repository: 'podinfo', tag: '7.0.0' }, ui: 'plain' };
    const ours = { replicaCount: 3, image: { tag: '6.15.0' }, ui: { color: 'red' } };
    expect(mergeOverlay({ base, ours, theirs }, 'ours')).toMatchObject({
      edits: [],
      conflicts: [
        { path: ['replicaCount'], base: 1, ours: 3, theirs: undefined },
        { path: ['image', 'tag'], base: '6.14.1', ours: '6.15.0', theirs: '7.0.0' },
        { path: ['ui'], base: base.ui, ours: { color: 'red' }, theirs: 'plain' },
      ],
    });
    expect(mergeOverlay({ base, ours, theirs }, 'theirs').edits).toEqual([
      { kind: 'remove', path: ['replicaCount'] },
      { kind: 'remove', path: ['image'] },
      { kind: 'remove', path: ['ui'] },
    ]);
  });

  test("that repeat the chart's old value are a wish, and stay", () => {
    const theirs = { ...base, replicaCount: 2 };
    expect(mergeOverlay({ base, ours: { replicaCount: 1 }, theirs }, 'ours').conflicts).toEqual([
      { path: ['replicaCount'], base: 1, ours: 1, theirs: 2 },
    ]);
  });

  test("that are the chart's own by now are named", () => {
    const theirs = { ...base, replicaCount: 3 };
    const merge = mergeOverlay({ base, ours: { replicaCount: 3 }, theirs }, 'ours');
    expect(merge).toEqual({ edits: [], kept: [], conflicts: [], same: [['replicaCount']] });
  });

  test('take what upstream added to a list whose items have names', () => {
    const mine = { name: 'mine', url: 'http://mine' };
    const theirs = { ...base, backends: [...base.backends, { name: 'b', url: 'http://b' }] };
    const { edits, conflicts } = mergeOverlay(
      { base, ours: { backends: [...base.backends, mine] }, theirs },
      'ours',
    );
    expect(conflicts).toEqual([]);
    expect(edits).toEqual([
      { kind: 'set', path: ['backends'], value: expect.arrayContaining([...theirs.backends, mine]) },
    ]);
  });

  test('of the user alone, below an empty mapping or not known to the chart, stay', () => {
    const ours = { affinity: { nodeAffinity: { x: 1 } }, extra: true };
    expect(mergeOverlay({ base, ours, theirs: base }, 'ours')).toMatchObject({ edits: [], conflicts: [] });
  });

  test('named __proto__ are values like others', () => {
    const ours = JSON.parse('{"__proto__": {"polluted": true}}');
    const { kept } = mergeOverlay({ base, ours, theirs: base }, 'ours');
    expect(kept.map(({ path }) => path)).toEqual([['__proto__', 'polluted']]);
    expect({}).not.toHaveProperty('polluted');
  });
});

test('the whole values.yaml is told from an addition by how much of it is there', () => {
  expect(isOverlay({ replicaCount: 3 }, base)).toBe(true);
  expect(isOverlay({}, base)).toBe(true);
  const { ui: _, ...most } = base;
  expect(isOverlay(most, base)).toBe(false);
  expect(isOverlay(base, base)).toBe(false);
  expect(isOverlay({}, {})).toBe(false);
});
