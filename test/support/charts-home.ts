import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { KitError } from '../../src/core/errors.ts';
import { createChartFetcher } from '../../src/io/fetch.ts';
import type { ChartFetcher } from '../../src/io/host.ts';

/** A home folder with files of other tools' settings in it. */
export function homeWith(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-kit-home-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

export interface FetcherAt {
  readonly offline?: boolean;
  readonly seconds?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A fetcher that looks for credentials in a home folder, and keeps its cache there. */
export function fetcherAt(
  HOME: string,
  { offline = false, seconds, variables = {} }: FetcherAt = {},
): ChartFetcher {
  const environment: Readonly<Record<string, string>> = { ...variables, HOME };
  const limits = { backoff: 1, ...(seconds === undefined ? {} : { seconds }) };
  return createChartFetcher({ offline, variable: (name) => environment[name], limits });
}

/** The error with which a piece of work ends. */
export async function refusal(work: Promise<unknown>): Promise<KitError> {
  const caught: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(caught).toMatchObject({ name: 'KitError' });
  // checked by its name
  return caught as KitError;
}
