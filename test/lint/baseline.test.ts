import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/core/change.ts';
import type { Finding, ObjectName } from '../../src/core/finding.ts';
import {
  baselineOf,
  baselineText,
  findingsBeyond,
  findingsIn,
  type Moved,
  movedIn,
  withoutKnown,
} from '../../src/lint/baseline.ts';
import { defaultSettings } from '../../src/model/config.ts';
import { readRepo } from '../../src/model/read-repo.ts';
import { readBaseline } from '../../src/schema/baseline.ts';
import { golden, lint, messages } from '../support/golden.ts';
import { findingAt, reportOf } from '../support/report.ts';

const release = 'podinfo/helmrelease-podinfo.yaml';
const podinfo: ObjectName = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  namespace: 'podinfo',
  name: 'podinfo',
};

function finding(message: string, file = release, object?: ObjectName): Finding {
  const at = { file, range: { start: 0, end: 1 } };
  return findingAt('', '', { message, at, ...(object === undefined ? {} : { object }) });
}

/** What is left of some findings when others are known, and what is gone. */
function compared(findings: readonly Finding[], known: readonly Finding[], moved: Moved = () => false) {
  const { report, gone } = withoutKnown(reportOf({}, findings), baselineOf(known), moved);
  return { report, shown: report.findings, gone };
}

describe('a finding is known', () => {
  test('by rule, object and words, whatever its line and severity', () => {
    const old = finding('no such key', release, podinfo);
    const moved: Finding = {
      ...old,
      at: { file: release, range: { start: 90, end: 99 } },
      severity: 'warning',
      help: 'now with help',
      object: { ...podinfo, apiVersion: 'helm.toolkit.fluxcd.io/v2beta2' },
    };
    const { report, shown, gone } = compared([moved], [old]);
    expect([shown, gone]).toEqual([[], []]);
    expect(report.counts).toMatchObject({ error: 0, warning: 0, baselined: 1 });
  });

  test.each<[string, Finding]>([
    ['words', finding('no such file', release, podinfo)],
    ['a rule', { ...finding('no such key', release, podinfo), rule: 'layout/file-name' }],
    ['an object', finding('no such key', release, { ...podinfo, name: 'podinfo-blue' })],
    ['a namespace', finding('no such key', release, { ...podinfo, namespace: 'blue' })],
    ['no object', finding('no such key', release)],
  ])('and not for another by %s', (_name, other) => {
    const old = finding('no such key', release, podinfo);
    expect(compared([other], [old])).toMatchObject({ shown: [other], gone: baselineOf([old]) });
  });

  test('when another name has come nearer, or none is near any more', () => {
    const old = finding('no such key; did you mean values.yaml?', release, podinfo);
    for (const message of ['no such key; did you mean value.yaml?', 'no such key'])
      expect(compared([finding(message, release, podinfo)], [old])).toMatchObject({ shown: [], gone: [] });
  });

  test('when there are more of its kind', () => {
    const old = finding('applies Secret podinfo and 3 more, which 12 others apply', release, podinfo);
    const now = finding('applies Secret podinfo and 14 more, which 2 others apply', release, podinfo);
    expect(compared([now], [old])).toMatchObject({ shown: [], gone: [] });
    const other = finding('applies Secret podinfo 3 times', release, podinfo);
    expect(compared([{ ...other, message: 'applies Secret podinfo 4 times' }], [other]).shown).toHaveLength(
      1,
    );
  });

  test('in another file, when it is about an object that moved there', () => {
    const old = finding('no such key', release, podinfo);
    const now = finding('no such key', 'apps/release.yaml', podinfo);
    const text = golden.files.text(release) ?? '';
    const moved = golden.changed({ remove: [release], create: { 'apps/release.yaml': text } });
    const emptied = golden.changed({
      replace: [[release, text, '# elsewhere\n']],
      create: { 'apps/release.yaml': text },
    });
    const copied = golden.changed({ create: { 'apps/release.yaml': text } });
    const shown = (files: Files) => compared([now], [old], movedIn(readRepo(files, defaultSettings))).shown;
    expect(shown(moved)).toEqual([]);
    expect(shown(emptied)).toEqual([]);
    // Of one app in two clusters both say the same: what was mended in the one is no leave for the other.
    expect(shown(copied)).toEqual([now]);
  });

  test('in its own file only, when it is about that file', () => {
    const elsewhere = finding('bad YAML', 'redis/helmrelease-redis.yaml');
    expect(compared([elsewhere], [finding('bad YAML')]).shown).toEqual([elsewhere]);
  });

  test('first in its own file: of two equal ones the other is new', () => {
    const copy = finding('no such key', 'apps/release.yaml', podinfo);
    const old = finding('no such key', release, podinfo);
    expect(compared([copy, old], [old]).shown).toEqual([copy]);
  });

  test('as often as it was there: one more is shown, one less is gone', () => {
    const twice = [finding('bad YAML'), finding('bad YAML')];
    expect(baselineOf(twice)).toMatchObject([{ count: 2 }]);
    expect(compared([...twice, finding('bad YAML')], twice).shown).toHaveLength(1);
    expect(compared(twice.slice(1), twice).gone).toMatchObject([{ count: 1 }]);
  });
});

test('what a comment silences is no matter of the baseline: the comment is needed still', () => {
  const key = 'valuesKey: value.yaml';
  const comment = '      # gitops-kit: ignore[helmrelease/values-key] made in the cluster\n';
  const broken = golden.with(release, 'valuesKey: values.yaml', key);
  const silenced = golden.with(release, '      valuesKey: values.yaml', `${comment}      ${key}`);
  const { report, gone } = withoutKnown(lint(silenced), baselineOf(lint(broken).findings), () => false);
  expect(messages(report)).toEqual([]);
  expect(report.counts).toMatchObject({ suppressed: 1, baselined: 0 });
  expect(findingsIn(gone)).toBe(1);
});

test('the file has one entry on a line, in an order of its own', () => {
  const findings = [
    finding('z', 'b.yaml'),
    { ...finding('b', 'a.yaml'), rule: 'z/z' },
    finding('b', 'a.yaml', podinfo),
    finding('a', 'a.yaml'),
    finding('a', 'a.yaml'),
  ];
  expect(baselineText(baselineOf(findings)).split('\n')).toEqual([
    '{',
    '  "$schema": "https://unpkg.com/gitops-kit/schemas/baseline.schema.json",',
    '  "version": 1,',
    '  "findings": [',
    '    { "rule": "helmrelease/source-missing", "file": "a.yaml", "message": "a", "count": 2 },',
    '    { "rule": "helmrelease/source-missing", "file": "a.yaml", "object": "HelmRelease podinfo/podinfo", "message": "b" },',
    '    { "rule": "z/z", "file": "a.yaml", "message": "b" },',
    '    { "rule": "helmrelease/source-missing", "file": "b.yaml", "message": "z" }',
    '  ]',
    '}',
    '',
  ]);
});

describe('for all reports', () => {
  const place = fc.record({ start: fc.nat(99), end: fc.nat(99) });
  const some = fc.array(
    fc
      .tuple(
        fc.constantFrom('a/a', 'b/b'),
        fc.constantFrom('a', 'b'),
        fc.constantFrom('a.yaml', 'b.yaml', 'c.yaml'),
        fc.constantFrom(undefined, podinfo, { ...podinfo, name: 'redis' }),
        place,
      )
      .map(([rule, message, file, object, range]) => ({
        ...finding(message, file, object),
        rule,
        at: { file, range },
      })),
    { maxLength: 24 },
  );
  const keyOf = ({ rule, message, object, at }: Finding) =>
    JSON.stringify([rule, message, object === undefined ? at.file : object.name]);

  function countsBy(findings: readonly Finding[], key: (finding: Finding) => string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const each of findings) counts.set(key(each), (counts.get(key(each)) ?? 0) + 1);
    return counts;
  }

  test('its own baseline hides all of it, in whatever order and lines', () => {
    const shuffled = some.chain((findings) =>
      fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length }), place),
    );
    fc.assert(
      fc.property(shuffled, ([findings, order, range]) => {
        const now = order.map((each) => ({ ...each, at: { ...each.at, range } }));
        const { report, shown, gone } = compared(now, findings);
        expect([shown, gone, report.counts.baselined]).toEqual([[], [], findings.length]);
        expect(baselineOf(now)).toEqual(baselineOf(findings));
      }),
    );
  });

  test('another baseline hides as many of each kind as it counts, in their own files first', () => {
    fc.assert(
      fc.property(some, some, (now, known) => {
        const { shown, gone, report } = compared(now, known, (_from, { object }) => object !== undefined);
        const [wanted, had, left] = [now, known, shown].map((findings) => countsBy(findings, keyOf));
        for (const key of new Set([...now, ...known].map(keyOf))) {
          const more = (wanted?.get(key) ?? 0) - (had?.get(key) ?? 0);
          expect(left?.get(key) ?? 0).toBe(Math.max(0, more));
        }
        const inFile = (each: Finding) => `${keyOf(each)} ${each.at.file}`;
        const [here, knownHere] = [countsBy(now, inFile), countsBy(known, inFile)];
        for (const [key, count] of countsBy(shown, inFile))
          expect(count).toBeLessThanOrEqual((here.get(key) ?? 0) - (knownHere.get(key) ?? 0));
        expect(shown).toEqual(now.filter((each) => shown.includes(each)));
        expect(findingsIn(gone) - shown.length).toBe(known.length - now.length);
        expect(report.counts.baselined + shown.length).toBe(now.length);
      }),
    );
  });

  test('the baseline of one hides nothing of one without an equal finding', () => {
    fc.assert(
      fc.property(some, some, (now, known) => {
        const others = known.map((each) => ({ ...each, message: `${each.message}, once` }));
        expect(compared(now, others)).toMatchObject({ shown: now, gone: baselineOf(others) });
      }),
    );
  });

  test('one finding more is shown alone', () => {
    fc.assert(
      fc.property(some, fc.nat(), (known, at) => {
        const more = known[at % Math.max(known.length, 1)] ?? finding('new');
        expect(compared([...known, more], known).shown.map(keyOf)).toEqual([keyOf(more)]);
      }),
    );
  });

  test('what is written is read back, whatever the words, and acts upon no terminal', () => {
    const word = fc.string({ unit: 'binary', minLength: 1 }).map((text) => `x${text}`);
    const hostile = fc.array(
      fc
        .tuple(word, word, fc.option(word, { nil: undefined }))
        .map(([message, file, name]) =>
          finding(message, file, name === undefined ? undefined : { ...podinfo, name }),
        ),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(hostile, (findings) => {
        const entries = baselineOf(findings);
        const text = baselineText(entries);
        expect(readBaseline('a.json', text)).toEqual({ entries, problems: [] });
        expect(text.split('\n')).toHaveLength(entries.length === 0 ? 6 : entries.length + 7);
        expect(text).not.toMatch(
          /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]/,
        );
      }),
    );
  });
});

test('what a baseline knows beyond another is counted file by file', () => {
  const entry = (file: string, count: number) => ({
    rule: 'a/b',
    file,
    object: undefined,
    message: 'm',
    count,
  });
  expect(findingsBeyond([entry('a.yaml', 2)], [])).toBe(2);
  expect(findingsBeyond([entry('a.yaml', 3), entry('b.yaml', 1)], [entry('a.yaml', 1)])).toBe(3);
  expect(findingsBeyond([entry('a.yaml', 1)], [entry('b.yaml', 1)])).toBe(1);
  expect(findingsBeyond([entry('a.yaml', 1)], [entry('a.yaml', 2)])).toBe(0);
  expect(findingsBeyond([entry('a.yaml', 1_000_000_000)], [])).toBe(1_000_000_000);
});
