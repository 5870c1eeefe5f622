import { Buffer } from 'node:buffer';
import type { RepoPath } from '../core/change.ts';
import { baseName } from './layout.ts';

/** What a bootstrap's gotk-components.yaml says. */
export interface Components {
  /** `2.4.0`, without `v`; undefined when the file does not say it. */
  readonly version: string | undefined;
  /** The objects that it installs: kind and name. */
  readonly objects: readonly { readonly kind: string; readonly name: string }[];
}

/** Whether `flux bootstrap` writes the file: half a megabyte of CRDs and Deployments that nobody edits. */
export function isGenerated(path: RepoPath): boolean {
  return baseName(path) === 'gotk-components.yaml';
}

/**
 * Reads a gotk-components.yaml without building its tree. Its form is fixed, since `flux install --export` writes it:
 * objects divided by `---` lines, kind at the margin, the object's own name two columns in, before any deeper one.
 */
export function readComponents(text: string): Components {
  const version = /^(?:# Flux [Vv]ersion:|\s+app\.kubernetes\.io\/version:) *v?(\d+\.\d+\.\d+)/m.exec(
    text,
  )?.[1];
  const objects: { kind: string; name: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const separator = text.indexOf('\n---', at);
    const end = separator === -1 ? text.length : separator + 1;
    const kind = valueAt(text, '\nkind: ', at, end);
    const name = valueAt(text, '\n  name: ', at, end);
    if (kind !== undefined && name !== undefined) objects.push({ kind, name });
    at = end + 1;
  }
  return { version: version === undefined ? undefined : copied(version), objects };
}

function valueAt(text: string, key: string, from: number, end: number): string | undefined {
  const at = text.indexOf(key, Math.max(from - 1, 0));
  if (at === -1 || at >= end) return undefined;
  const newline = text.indexOf('\n', at + 1);
  return copied(text.slice(at + key.length, newline === -1 ? text.length : newline).trim());
}

/** A slice would keep the whole file's text in memory (V8 keeps what a string was cut from). */
function copied(slice: string): string {
  return Buffer.from(slice).toString();
}
