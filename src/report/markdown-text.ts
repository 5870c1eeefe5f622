import { escapeLine } from '../core/escape.ts';

/**
 * Text of a repository as prose of Markdown: plain words and numbers stay, everything else stands in code. Backslashes
 * would not do: GitHub and GitLab look for mentions, references, hashes and addresses in the text that comes out of the
 * Markdown, and leave alone only what is code.
 * https://docs.gitlab.com/user/markdown/#gitlab-specific-references, https://github.github.com/gfm/#autolinks-extension-
 */
export function prose(text: string): string {
  return escapeLine(text)
    .split(' ')
    .filter((word) => word !== '')
    .map(worded)
    .join(' ');
}

/** One word, its punctuation outside of the code. A closing bracket belongs to a word that holds its partner. */
function worded(word: string): string {
  const start = word.startsWith('(') ? 1 : 0;
  let end = word.length;
  while (end > start && ',.;:?!'.includes(word.charAt(end - 1))) end -= 1;
  if (end > start && word.charAt(end - 1) === ')' && !word.slice(start, end).includes('(')) end -= 1;
  const inner = word.slice(start, end);
  return `${word.slice(0, start)}${isPlain(inner) ? inner : codeSpan(inner)}${word.slice(end)}`;
}

/** A word or a number that nobody takes for more; seven hexadecimal digits may be a commit. */
function isPlain(word: string): boolean {
  return /^(?:[a-z]+(?:['’-][a-z]+)*|[0-9]{1,6}|[…–—]|)$/i.test(word) && !/^[a-f]{7}/i.test(word);
}

/** https://spec.commonmark.org/0.31.2/#code-spans */
export function codeSpan(text: string): string {
  const content = escapeLine(text);
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(content) ? ' ' : '';
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** Code inside an HTML block, where no Markdown is read. */
export function codeElement(text: string): string {
  const safe = escapeLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<code>${safe}</code>`;
}

/** A text that is not longer than a short paragraph. */
export function clipped(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)} …` : text;
}
