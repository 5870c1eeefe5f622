import { describe, expect, test } from 'vitest';
import { filesOf } from '../../src/core/change.ts';
import { lint } from '../support/golden.ts';
import { emptyRoot, plan, podinfoChart, sharedSource, textsAfter } from './examples.ts';

/** What the strict rules say of a repository that new-app wrote for a Flux version. */
function said(fluxVersion: string, texts: Readonly<Record<string, string>>): string[] {
  return lint(filesOf(texts), { fluxVersion, extends: 'strict' }).findings.map(
    ({ rule, message }) => `${rule}: ${message}`,
  );
}

describe.each(['2.9', '2.8', '2.7', '2.6', '2.4'])('for Flux %s', (fluxVersion) => {
  const write = (
    app: Parameters<typeof plan>[1] = {},
    before: Readonly<Record<string, string>> = emptyRoot,
  ) => textsAfter(plan(before, app, { fluxVersion }));

  test.each(['major', 'minor', 'exact'] as const)('an app pinned to its %s version', (pin) => {
    expect(said(fluxVersion, write({ version: { pin, asked: undefined } }))).toEqual([]);
  });

  test('a chart with CRDs, changed values and a namespace of its own', () => {
    const chart = { ...podinfoChart, hasCrds: true };
    const texts = write({ chart, set: ['image.tag=latest', 'replicaCount=2'], namespace: 'frontend' });
    expect(said(fluxVersion, texts)).toEqual([]);
  });

  test('a pre-release of a chart', () => {
    const chart = { ...podinfoChart, version: '6.15.0-rc.1' };
    expect(said(fluxVersion, write({ chart, version: { pin: 'exact', asked: undefined } }))).toEqual([
      'helmrelease/chart-prerelease: HelmRelease podinfo is pinned to a pre-release of chart podinfo (6.15.0-rc.1)',
    ]);
  });

  test('a second app that shares the repository', () => {
    const before = write();
    const texts = write({ name: 'frontend', source: sharedSource(before) }, before);
    expect(said(fluxVersion, texts)).toEqual([]);
  });
});
