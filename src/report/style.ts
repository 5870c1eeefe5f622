import { styleText } from 'node:util';

/** How a stream is written to: colour decided once, in `io/terminal.ts`. Meaning never lies in colour alone. */
export interface Style {
  readonly color: boolean;
  /** Columns of the terminal; 80 where it is none. */
  readonly width: number;
}

/** No colour, 80 columns: files, pipes, tests. */
export const plainStyle: Style = { color: false, width: 80 };

/** The text in a colour or weight, when the stream has colours. */
export function paint(
  format: 'red' | 'yellow' | 'blue' | 'cyan' | 'bold' | 'dim',
  text: string,
  style: Style,
): string {
  return style.color && text !== '' ? styleText(format, text, { validateStream: false }) : text;
}
