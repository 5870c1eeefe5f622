import { keptUpTo } from '../core/once.ts';

/** An apiVersion as its two parts; the group is empty for core. A repository has few: their texts are made once. */
export const splitVersion = keptUpTo(
  10_000,
  (apiVersion: string): { readonly group: string; readonly version: string } => {
    const slash = apiVersion.indexOf('/');
    return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
  },
);
