import { expect, test } from 'vitest';
import { catalogue } from '../../src/chart/catalogue.ts';

test('every well-known chart has an https repository, without a slash at its end, in order of name', () => {
  const entries = Object.entries(catalogue());
  expect(entries.length).toBeGreaterThanOrEqual(40);
  for (const [name, url] of entries) {
    expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    expect(url).toMatch(/^https:\/\/[a-z0-9.-]+(?:\/[A-Za-z0-9._-]+)*$/);
  }
  const names = entries.map(([name]) => name);
  expect(names).toEqual([...names].sort());
});
