import type { Data } from '../yaml/node.ts';
import { isList, isMap } from '../yaml/render.ts';
import type { Operation } from './json-patch.ts';
import type { DataMap } from './policy.ts';

/** An overrider or operation of a policy, and its place in the list. */
export interface ListItem {
  readonly index: number;
  readonly item: DataMap;
}

/** The items of a list that are mappings: what else stands there the API server refuses with the whole policy. */
export function mappingsOf(data: Data | undefined): ListItem[] {
  if (data === undefined || !isList(data)) return [];
  return data.flatMap((item, index) => (isMap(item) ? [{ index, item }] : []));
}

/** A field's text; empty where there is none, as Go decodes it. */
export function textOf(item: DataMap, field: string): string {
  const value = fieldOf(item, field);
  return typeof value === 'string' ? value : '';
}

/** A field's value; undefined where there is none. */
export function fieldOf(item: DataMap, field: string): Data | undefined {
  return Object.hasOwn(item, field) ? item[field] : undefined;
}

/** A field as mapping, empty where it is none. */
export function mapOf(item: DataMap, field: string): DataMap {
  const value = fieldOf(item, field);
  return value !== undefined && isMap(value) ? value : {};
}

/** An operation of a plaintext or field overrider; a value that is not there is null (rule 36). */
export function operationOf(item: DataMap, pathField: 'path' | 'subPath'): Operation<Data> {
  return {
    op: textOf(item, 'operator'),
    path: textOf(item, pathField),
    value: fieldOf(item, 'value') ?? null,
  };
}
