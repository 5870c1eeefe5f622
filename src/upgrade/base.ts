import type { ChartFacts } from '../chart/chart.ts';
import { KitError } from '../core/errors.ts';
import type { App } from '../model/app.ts';
import type { ChartReference } from '../model/chart-reference.ts';
import { recordedAt, releaseValues } from './values-place.ts';

/** Which version of the chart the values of an app were made from. */
export interface Base {
  /** A version, or the range whose newest version it is. */
  readonly version: string | undefined;
  /** Throws KitError `base-changed` where the chart at that version is no longer what it was. */
  check(chart: ChartFacts): void;
  /** What is to be said of it, once the version is known. */
  notes(chart: ChartFacts): readonly string[];
}

/**
 * The base of an app's values: as asked for, else as recorded. Values in the HelmRelease have no record and need none:
 * they are compared with the newest version in the range, which is what Flux runs.
 * @throws KitError `other-chart`, `unknown-base`, `no-release`
 */
export function baseOf(app: App, { name, range }: ChartReference, asked: string | undefined): Base {
  const silent = { check: () => undefined, notes: () => [] };
  const text = releaseValues(app).places.find(({ kind }) => kind === 'text')?.resource;
  if (asked !== undefined) {
    const recorded = text?.text(...recordedAt('chart-version'));
    const isOther = recorded !== undefined && recorded !== asked;
    const note = `${recorded} is recorded in ${text?.file} as what the values were made from, not ${asked}`;
    return { ...silent, version: asked, notes: () => (isOther ? [note] : []) };
  }
  if (text === undefined) {
    const said = range === undefined ? 'the newest stable version' : `the newest version in ${range}`;
    return {
      ...silent,
      version: range,
      notes: ({ version }) => [`compared with ${name} ${version}, ${said}`],
    };
  }
  const chart = text.text(...recordedAt('chart'));
  const version = text.text(...recordedAt('chart-version'));
  const digest = text.text(...recordedAt('values-digest'));
  const shown = `${text.kind} ${text.name}`;
  if (chart !== undefined && chart !== name) {
    throw new KitError(
      'other-chart',
      `${shown} holds the values of chart ${chart}, and ${app.name} installs ${name}`,
      { help: [`if they are those of ${name}, say which version: --base VERSION`] },
    );
  }
  if (version === undefined) {
    throw new KitError(
      'unknown-base',
      `nothing says from which version of ${name} the values in ${text.file} were made`,
      {
        help: [
          `find it: gitops-kit values ${app.name} --detect-base, with --write to record it`,
          'or say it: --base VERSION',
        ],
      },
    );
  }
  return {
    version,
    check: ({ valuesDigest }) => {
      if (digest === undefined || digest === valuesDigest) return;
      throw new KitError(
        'base-changed',
        `the values.yaml of ${name} ${version} is not the one that ${shown} was made from: it was published anew`,
        { help: [`to merge against what is served now: --base ${version}`] },
      );
    },
    notes: () => [],
  };
}
