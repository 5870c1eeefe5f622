import { expect, test } from 'vitest';
import { detectFlux, newerThanKnown } from '../../src/model/flux-version.ts';

const said = (configured: string) => newerThanKnown(detectFlux(configured, new Map(), []));

test.each(['2.10', '2.99', '3.5'])('of Flux %s it is said that it is not known', (version) => {
  expect(said(version)).toBe(
    `gitops-kit knows Flux up to 2.9; what Flux ${version} (configured) changed since is not judged`,
  );
});

test.each(['2.9', '2.4', '0.41', '1.25'])('of Flux %s nothing is said', (version) => {
  expect(said(version)).toBeUndefined();
});

test('nothing is said where no version is known', () => {
  expect(newerThanKnown(detectFlux(undefined, new Map(), []))).toBeUndefined();
});
