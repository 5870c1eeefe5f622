import { filesOf } from '../src/core/change.ts';
import type { Finding } from '../src/core/finding.ts';
import { decode } from '../src/io/read-file.ts';
import { lint } from '../src/lint/lint.ts';
import { defaultSettings } from '../src/model/config.ts';
import { readRepo } from '../src/model/read-repo.ts';
import type { Repo } from '../src/model/repo.ts';
import { rules } from '../src/rules/registry.ts';

const comparing = rules.filter(({ compares }) => compares === true);

/** A tree read as a repository; path -> bytes. */
export function repositoryOf(entries: ReadonlyMap<string, Uint8Array>): Repo {
  const texts = new Map<string, string>();
  for (const [path, bytes] of entries) {
    const file = decode(bytes);
    if (file.kind === 'text') texts.set(path, file.text);
  }
  return readRepo(filesOf(texts), defaultSettings);
}

/** What the rules that compare say of a change. */
export function findingsOfChange(before: Repo, after: Repo): readonly Finding[] {
  const { findings, failures } = lint(after, { settings: defaultSettings, rules: comparing, before });
  if (failures.length > 0) throw new Error(JSON.stringify(failures));
  return findings;
}
