import { escapeLine } from '../core/escape.ts';

/**
 * Text of a repository as prose of Markdown: plain words and numbers stay, everything else stands in code. Backslashes
 * would not do: GitHub and GitLab look for mentions, references, hashes and addresses in the text that comes out of the
 * Markdown, and leave alone only what is code.
 * https://docs.gitlab.com/user/markdown/#gitlab-specific-references, https://github.github.com/gfm/#autolinks-extension-
 */
export function prose(text: string): string {
  return phrases(escapeLine(text)).map(worded).join(' ');
}

/** The words of a text; what stands between brackets is one, where they close soon. */
function phrases(text: string): string[] {
  const words = text.split(' ').filter((word) => word !== '');
  const result: string[] = [];
  for (let at = 0; at < words.length; ) {
    const length = Math.max(1, closing(words.slice(at, at + 8)));
    result.push(words.slice(at, at + length).join(' '));
    at += length;
  }
  return result;
}

/** How many words it takes until the braces and square brackets of the first are closed; 0 when they never are. */
function closing(words: readonly string[]): number {
  let open = 0;
  for (const [at, word] of words.entries()) {
    open += (word.match(/[{[]/g)?.length ?? 0) - (word.match(/[}\]]/g)?.length ?? 0);
    if (open <= 0) return open < 0 ? 0 : at + 1;
  }
  return 0;
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
  if (content === '') return '';
  let longest = 0;
  for (const [run] of content.matchAll(/`+/g)) longest = Math.max(longest, run.length);
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
