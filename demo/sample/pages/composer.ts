import { type FontName, textWidth, wrapText } from './fonts.ts';
import { MM, type Page, PAGE_HEIGHT, PAGE_WIDTH } from './page.ts';

type TextStyle = { font?: FontName; size?: number; color?: string; align?: 'left' | 'right' | 'center' };
export type Column = { width: number; title: string; align?: 'left' | 'right' | 'center' };
type TableOptions = { size?: number; boldRows?: readonly number[]; padding?: number };
type Row = { font: FontName; lines: string[][]; height: number };

type Frame = {
  left?: number;
  right?: number;
  top?: number;
  bottom?: number;
  /** 'sans' or 'serif': family of the running text. */
  family?: 'sans' | 'serif';
  size?: number;
  leading?: number;
  /** Draws what every page carries (letterhead, page number); called when the document is finished. */
  decorate?: (composer: Composer, page: Page, number: number, count: number) => void;
};

const BLACK = '#111111';

/** Builds pages of A4 with running text, tables and absolute items; breaks pages by itself. */
export class Composer {
  readonly pages: Page[] = [];
  readonly left: number;
  readonly right: number;
  readonly width: number;
  y: number;
  private readonly top: number;
  private readonly bottom: number;
  private readonly family: 'sans' | 'serif';
  private readonly size: number;
  private readonly leading: number;
  private readonly decorate: Frame['decorate'];
  private page: Page;

  constructor(frame: Frame = {}) {
    this.left = frame.left ?? 25 * MM;
    this.right = frame.right ?? PAGE_WIDTH - 20 * MM;
    this.width = this.right - this.left;
    this.top = frame.top ?? 25 * MM;
    this.bottom = frame.bottom ?? PAGE_HEIGHT - 27 * MM;
    this.family = frame.family ?? 'sans';
    this.size = frame.size ?? 10.5;
    this.leading = frame.leading ?? 1.34;
    this.decorate = frame.decorate;
    this.page = { items: [] };
    this.pages.push(this.page);
    this.y = this.top;
  }

  /** Font of the running family. */
  face(weight: 'regular' | 'bold' | 'italic' = 'regular'): FontName {
    const suffix = weight === 'regular' ? '' : weight === 'bold' ? 'Bold' : 'Italic';
    return `${this.family}${suffix}` as FontName;
  }

  /** Text at a fixed place on the current page; x is the left, right or middle edge depending on `align`. */
  at(x: number, y: number, text: string, style: TextStyle = {}): void {
    const font = style.font ?? this.face();
    const size = style.size ?? this.size;
    const shift =
      style.align === 'right'
        ? textWidth(text, font, size)
        : style.align === 'center'
          ? textWidth(text, font, size) / 2
          : 0;
    if (text !== '')
      this.page.items.push({ kind: 'text', x: x - shift, y, text, font, size, color: style.color ?? BLACK });
  }

  line(x1: number, y1: number, x2: number, y2: number, width = 0.6, color = BLACK): void {
    this.page.items.push({ kind: 'line', x1, y1, x2, y2, width, color });
  }

  box(x: number, y: number, width: number, height: number, fill: string | null, stroke: string | null = null): void {
    this.page.items.push({ kind: 'box', x, y, width, height, fill, stroke });
  }

  ink(points: number[], width = 1, color = '#1c2f6b'): void {
    this.page.items.push({ kind: 'ink', points, width, color });
  }

  space(points: number): void {
    this.y += points;
  }

  /** Starts a new page when less than `height` points are left. */
  ensure(height: number): void {
    if (this.y + height > this.bottom) this.newPage();
  }

  newPage(): void {
    this.page = { items: [] };
    this.pages.push(this.page);
    this.y = this.top;
  }

  /** Running text with line breaks and page breaks; `after` points of space follow. */
  paragraph(text: string, style: TextStyle & { indent?: number; after?: number } = {}): void {
    const font = style.font ?? this.face();
    const size = style.size ?? this.size;
    const step = size * this.leading;
    const indent = style.indent ?? 0;
    for (const line of wrapText(text, font, size, this.width - indent)) {
      this.ensure(step);
      this.y += step;
      const x =
        style.align === 'right'
          ? this.right
          : style.align === 'center'
            ? (this.left + this.right) / 2
            : this.left + indent;
      this.at(x, this.y - size * 0.28, line, { ...style, font, size });
    }
    this.y += style.after ?? size * 0.75;
  }

  /** Bold line that stays with the following text. */
  heading(text: string, size = this.size): void {
    this.ensure(size * 5);
    this.paragraph(text, { font: this.face('bold'), size, after: size * 0.35 });
  }

  /** Points of a list, each with a bullet or its number. */
  list(points: readonly string[], numbered = false): void {
    points.forEach((point, index) => {
      this.ensure(this.size * this.leading * 2);
      this.at(this.left + 6, this.y + this.size * this.leading - this.size * 0.28, numbered ? `${index + 1}.` : '•');
      this.paragraph(point, { indent: 20, after: this.size * 0.25 });
    });
    this.space(this.size * 0.5);
  }

  /** Table with a shaded head that is repeated on the next page; cells of left columns are wrapped. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[], options: TableOptions = {}): void {
    const size = options.size ?? this.size - 1.5;
    const padding = options.padding ?? 4;
    const bold = new Set(options.boldRows ?? []);
    const head = this.prepareRow(
      columns,
      columns.map(({ title }) => title),
      size,
      padding,
      true,
    );
    this.ensure(size * 5);
    this.drawRow(columns, head, size, padding, '#e6eaec');
    rows.forEach((cells, index) => {
      const row = this.prepareRow(columns, cells, size, padding, bold.has(index));
      if (this.y + row.height > this.bottom) {
        this.newPage();
        this.drawRow(columns, head, size, padding, '#e6eaec');
      }
      this.drawRow(columns, row, size, padding, bold.has(index) ? '#f3f5f6' : null);
    });
    this.space(size);
  }

  private prepareRow(
    columns: readonly Column[],
    cells: readonly string[],
    size: number,
    padding: number,
    bold: boolean,
  ): Row {
    const font = this.face(bold ? 'bold' : 'regular');
    const lines = columns.map((column, index) => wrapText(cells[index] ?? '', font, size, column.width - 2 * padding));
    const most = lines.reduce((count, cell) => Math.max(count, cell.length), 1);
    return { font, lines, height: most * size * 1.2 + padding * 2 - size * 0.2 };
  }

  private drawRow(columns: readonly Column[], row: Row, size: number, padding: number, fill: string | null): void {
    const full = columns.reduce((sum, column) => sum + column.width, 0);
    if (fill) this.box(this.left, this.y, full, row.height, fill);
    let x = this.left;
    columns.forEach((column, index) => {
      const edge =
        column.align === 'right'
          ? x + column.width - padding
          : column.align === 'center'
            ? x + column.width / 2
            : x + padding;
      row.lines[index]?.forEach((text, number) => {
        this.at(edge, this.y + padding + size * (0.85 + number * 1.2), text, {
          font: row.font,
          size,
          align: column.align ?? 'left',
        });
      });
      x += column.width;
    });
    this.y += row.height;
    this.line(this.left, this.y, this.left + full, this.y, 0.4, '#8a9499');
  }

  /** Pages with what each carries drawn on them. */
  finish(): Page[] {
    this.pages.forEach((page, index) => {
      this.page = page;
      this.decorate?.(this, page, index + 1, this.pages.length);
    });
    return this.pages;
  }
}
