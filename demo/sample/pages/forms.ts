import { Composer } from './composer.ts';
import { textWidth } from './fonts.ts';
import { MM, PAGE_HEIGHT, PAGE_WIDTH } from './page.ts';
import { drawSignature } from './signature.ts';

const GREY = '#5a6468';
const BAR = '#d3dbde';
/** Colour of what an applicant filled in with a ballpoint pen. */
const PEN = '#1c2f6b';

type FormHead = { title: string; subtitle: string; formCode: string; bgNumber: string; name: string };

/** Form of the county: title, sections with numbered bars, fields and boxes, code and page number at the foot. */
export class FormComposer extends Composer {
  private section = 0;

  constructor(head: FormHead) {
    super({
      left: 18 * MM,
      right: PAGE_WIDTH - 15 * MM,
      top: 24 * MM,
      bottom: PAGE_HEIGHT - 20 * MM,
      size: 9.5,
      decorate: (form, _page, number, count) => drawFrame(form, head, number, count),
    });
    this.at(this.left, 21 * MM, head.title, { font: 'sansBold', size: 17 });
    this.at(this.left, 21 * MM + 15, head.subtitle, { size: 9.5, color: GREY });
    this.at(this.right, 18 * MM, 'Kreis Nordermarsch', { font: 'sansBold', size: 10, align: 'right' });
    this.at(this.right, 18 * MM + 12, 'Jobcenter', { size: 9, align: 'right', color: GREY });
    this.y = 33 * MM;
  }

  /** Grey bar with the number and title of a section. */
  bar(title: string): void {
    this.ensure(70);
    this.section++;
    this.box(this.left, this.y, this.width, 15, BAR);
    this.at(this.left + 5, this.y + 11, `${this.section}.  ${title}`, { font: 'sansBold', size: 9.5 });
    this.space(22);
  }

  /** A row of fields; widths are shares of the line. */
  fields(row: readonly (readonly [label: string, value: string, share: number])[]): void {
    this.ensure(32);
    const gap = 6;
    const full = this.width - gap * (row.length - 1);
    const sum = row.reduce((total, [, , share]) => total + share, 0);
    let x = this.left;
    for (const [label, value, share] of row) {
      const width = (full * share) / sum;
      this.at(x, this.y + 7, label, { size: 6.8, color: GREY });
      this.box(x, this.y + 10, width, 17, null, '#7d878b');
      this.at(x + 5, this.y + 22, shorten(value, width - 8), { font: 'sansItalic', size: 10, color: PEN });
      x += width + gap;
    }
    this.space(33);
  }

  /** Question with boxes to tick; `chosen` is the index of the ticked one. */
  choice(question: string, options: readonly string[], chosen: number): void {
    this.ensure(30);
    this.paragraph(question, { after: 3 });
    let x = this.left + 8;
    options.forEach((option, index) => {
      this.box(x, this.y, 9, 9, null, '#333333');
      if (index === chosen) {
        this.ink([x - 1, this.y - 1, x + 5, this.y + 5, x + 10.5, this.y + 10], 1.3, PEN);
        this.ink([x + 10, this.y - 1.5, x + 5, this.y + 4.5, x - 1, this.y + 10.5], 1.3, PEN);
      }
      this.at(x + 14, this.y + 8, option, { size: 9.5 });
      x += textWidth(option, 'sans', 9.5) + 40;
    });
    this.space(18);
  }

  /** Line for place, date and signature at the end of a form. */
  signatureLine(place: string, date: string, name: string, label = 'Unterschrift der antragstellenden Person'): void {
    this.ensure(70);
    this.space(34);
    this.at(this.left + 4, this.y - 4, `${place}, ${date}`, { font: 'sansItalic', size: 10, color: PEN });
    drawSignature(this, name, this.left + 250, this.y - 4);
    this.line(this.left, this.y, this.left + 190, this.y, 0.6);
    this.line(this.left + 230, this.y, this.right, this.y, 0.6);
    this.at(this.left, this.y + 9, 'Ort, Datum', { size: 6.8, color: GREY });
    this.at(this.left + 230, this.y + 9, label, { size: 6.8, color: GREY });
    this.space(20);
  }
}

function shorten(value: string, width: number): string {
  let text = value;
  while (text.length > 1 && textWidth(text, 'sansItalic', 10) > width) text = text.slice(0, -1);
  return text;
}

function drawFrame(form: Composer, head: FormHead, number: number, count: number): void {
  const y = PAGE_HEIGHT - 13 * MM;
  if (number > 1) {
    form.at(form.left, 15 * MM, `${head.title} – ${head.name}`, { size: 8, color: GREY });
    form.at(form.right, 15 * MM, `BG-Nummer ${head.bgNumber}`, { size: 8, color: GREY, align: 'right' });
    form.line(form.left, 17 * MM, form.right, 17 * MM, 0.4, GREY);
  }
  form.line(form.left, y - 10, form.right, y - 10, 0.4, GREY);
  form.at(form.left, y, head.formCode, { size: 7.5, color: GREY });
  form.at(form.right, y, `Seite ${number} von ${count}`, { size: 7.5, color: GREY, align: 'right' });
}
