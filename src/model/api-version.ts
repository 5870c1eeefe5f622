import { keptForWords } from '../core/once.ts';

/** An apiVersion as its two parts; the group is empty for core. */
export const splitVersion = keptForWords(
  (apiVersion): { readonly group: string; readonly version: string } => {
    const slash = apiVersion.indexOf('/');
    return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) };
  },
);
