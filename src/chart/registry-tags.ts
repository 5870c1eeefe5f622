import { parseVersion } from '../core/version-range.ts';
import type { Data } from '../yaml/node.ts';
import type { ChartVersion } from './chart.ts';
import { field, listItems } from './fields.ts';

/** The grammar of tags (distribution specification, "Pulling manifests"). */
const tagForm = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** The tag under which a registry holds a version: `+` is no letter of tags, and Helm writes `_` for it. */
export function tagOf(version: string): string | undefined {
  const tag = version.replaceAll('+', '_');
  return tagForm.test(tag) ? tag : undefined;
}

/**
 * The tags that are versions of a chart, in the registry's order; others (signatures, `latest`) are not looked at.
 * @param page the answer of `tags/list`; undefined when it is no such answer
 */
export function readTags(page: Data): readonly string[] | undefined {
  const tags = field(page, 'tags');
  if (tags === null) return [];
  return listItems(tags)?.filter((tag) => typeof tag === 'string' && tagForm.test(tag)) as
    | readonly string[]
    | undefined;
}

/** The versions that tags stand for. */
export function versionsOf(tags: Iterable<string>): readonly ChartVersion[] {
  const versions = new Map<string, ChartVersion>();
  for (const tag of tags) {
    const version = tag.replaceAll('_', '+');
    if (parseVersion(version) === undefined || versions.has(version)) continue;
    versions.set(version, {
      version,
      appVersion: undefined,
      urls: [],
      digest: undefined,
      deprecated: false,
    });
  }
  return [...versions.values()];
}
