import { applyPatch, type Operation } from './json-patch.ts';
import { type Json, jsonForm, jsonText, parseJson } from './json-text.ts';

/** A JSON text after a patch (rule 38): on one line, what was not touched as it was written. */
export function patchJsonText(
  text: string,
  operations: readonly Operation<Json>[],
): { readonly text: string } | { readonly error: string; readonly index: number | undefined } {
  // Without a text there is nothing to patch, and no error.
  if (text === '') return { text };
  const document = parseJson(text);
  if (document === undefined) return { error: 'invalid state detected', index: undefined };
  if (document.kind === 'list' && !text.startsWith('[')) {
    // The library looks at the first character alone.
    return {
      error: 'json: cannot unmarshal array into Go value of type map[string]*jsonpatch.lazyNode',
      index: undefined,
    };
  }
  const patched = applyPatch(document, operations, jsonForm);
  return 'error' in patched ? patched : { text: jsonText(patched.document) };
}
