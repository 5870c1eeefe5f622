import { describe, expect, test } from 'vitest';
import { applyChanges } from '../../src/core/change.ts';
import { golden, lint } from '../support/golden.ts';

const file = 'flux-system/kustomizations/kustomization-redis.yaml';

/** The file after the fix of its interval; undefined where it cannot be made. */
function fixed(text: string): string | undefined {
  const files = golden.changed({ replace: [[file, golden.files.text(file) ?? '', text]] });
  const found = lint(files).findings.find(
    ({ rule, at }) => rule === 'kustomization/interval-invalid' && at.file === file,
  );
  expect(found).toBeDefined();
  const changes = found?.fix?.changes ?? [];
  return changes.length === 0 ? undefined : applyChanges(files, changes).text(file);
}

const json = (interval: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'redis', namespace: 'flux-system' },
      spec: {
        interval,
        path: './redis',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      },
      ...more,
    },
    null,
    2,
  );

describe('a time that is no duration', () => {
  test('is mended in quotes where kubectl reads JSON', () => {
    expect(fixed(json('1d'))).toBe(json('24h'));
  });

  test('stays where another field has it from there', () => {
    const shared = golden.files
      .text(file)
      ?.replace('interval: 15m', 'interval: &time 1d')
      .replace(/timeout: .*/, 'timeout: *time');
    expect(fixed(shared ?? '')).toBeUndefined();
  });

  test('stays where SOPS signs it', () => {
    expect(fixed(json('1d', { sops: { mac: 'ENC[x]', version: '3.9.0' } }))).toBeUndefined();
  });
});
