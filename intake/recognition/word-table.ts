import type { Word } from '../../core/letters/page-words.ts';
import type { RecognisedPage } from './recogniser.ts';

const levelOfWord = 5;
const mostWords = 50_000;

type Row = {
  level: number;
  block: number;
  paragraph: number;
  line: number;
  left: number;
  top: number;
  width: number;
  height: number;
  confidence: number;
  text: string;
};

/** Reads the table of words (TSV) that every edition of Tesseract writes. */
export function readWordTable(table: string, width: number, height: number): RecognisedPage {
  const words: Word[] = [];
  let text = '';
  let before: Row | null = null;
  for (const line of table.split('\n')) {
    const row = readRow(line);
    if (row === null || row.level !== levelOfWord || row.text === '' || words.length >= mostWords) continue;
    words.push({
      text: row.text,
      left: part(row.left, width),
      top: part(row.top, height),
      right: part(row.left + row.width, width),
      bottom: part(row.top + row.height, height),
      confidence: Math.round(Math.min(100, Math.max(0, row.confidence))),
    });
    text += separatorOf(before, row) + row.text;
    before = row;
  }
  return { words, text, confidence: averageConfidence(words) };
}

// Columns: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
function readRow(line: string): Row | null {
  const cells = line.split('\t');
  if (cells.length < 12) return null;
  const [level, , block, paragraph, lineNumber, , left, top, width, height, confidence] = cells
    .slice(0, 11)
    .map(Number);
  if (level === undefined || Number.isNaN(level)) return null;
  return {
    level,
    block: block ?? 0,
    paragraph: paragraph ?? 0,
    line: lineNumber ?? 0,
    left: left ?? 0,
    top: top ?? 0,
    width: width ?? 0,
    height: height ?? 0,
    confidence: confidence ?? 0,
    text: (cells[11] ?? '').trim().normalize('NFC'),
  };
}

function separatorOf(before: Row | null, row: Row): string {
  if (before === null) return '';
  if (before.block !== row.block || before.paragraph !== row.paragraph) return '\n\n';
  return before.line === row.line ? ' ' : '\n';
}

function part(value: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, value / whole));
}

/** How sure words are on average, longer ones weighing more; 0 without words. */
export function averageConfidence(words: Word[]): number {
  const letters = words.reduce((sum, { text }) => sum + text.length, 0);
  if (letters === 0) return 0;
  return Math.round(words.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) / letters);
}
