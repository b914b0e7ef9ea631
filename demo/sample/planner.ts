import { addDays, workday, workdayBefore } from './dates.ts';
import type { DocumentPlan } from './documents.ts';
import { applicantOf } from './households.ts';
import type { Composed, KindContext, MailAttachment } from './kinds/kind.ts';
import { email } from './kinds/email.ts';
import { pagesToPdf } from './pages/pdf.ts';
import { photographPage } from './pages/raster.ts';
import { createRandom, type Random } from './random.ts';
import type { Day, SampleHousehold } from './types.ts';

type Priority = DocumentPlan['priority'];
type Compose = DocumentPlan['compose'];

/** Collects the plans of one file; drops what would lie after the last day of the file. */
export class Planner {
  readonly plans: DocumentPlan[] = [];
  readonly household: SampleHousehold;
  readonly random: Random;
  /** Share of the applications whose papers come as one scanned bundle. */
  readonly bundleShare: number;
  private readonly lastDay: Day;

  constructor(household: SampleHousehold, random: Random, lastDay: Day, bundleShare = 0) {
    this.bundleShare = bundleShare;
    this.household = household;
    this.random = random;
    this.lastDay = lastDay;
  }

  private add(plan: DocumentPlan): void {
    if (plan.receivedDate <= this.lastDay) this.plans.push(plan);
  }

  /** Letter, notice or note of the office: on a working day, filed on the same day. */
  own(kind: string, day: Day, priority: Priority, compose: Compose): void {
    const date = workday(day);
    this.add({ kind, letterDate: date, receivedDate: date, priority, form: 'digital', compose });
  }

  /** Paper or file from outside; `scanShare` of them come as scans without text, some of the rest as photos. */
  incoming(kind: string, day: Day, priority: Priority, scanShare: number, compose: Compose): void {
    const received = workday(addDays(day, this.random.int(1, 5)));
    const draw = this.random.next();
    const form = draw < scanShare ? 'scan' : draw < scanShare + 0.03 ? 'photo' : 'digital';
    this.add({ kind, letterDate: day, receivedDate: received, priority, form, compose });
  }

  /** Many papers of one envelope as one scan with text. */
  bundle(kind: string, day: Day, compose: Compose): void {
    this.add({
      kind,
      letterDate: day,
      receivedDate: workday(addDays(day, 3)),
      priority: 1,
      form: 'scanWithText',
      compose,
    });
  }

  /** Photo of a letter, taken with a telephone. */
  photo(kind: string, day: Day, priority: Priority, compose: Compose): void {
    this.add({
      kind: `foto-${kind}`,
      letterDate: day,
      receivedDate: workday(addDays(day, this.random.int(2, 9))),
      priority,
      form: 'photo',
      compose,
    });
  }

  /** Mail of the applicant; `attached` become its attachments. */
  mail(day: Day, priority: Priority, attached: readonly Compose[] = []): void {
    const date = workdayBefore(day);
    const compose: Compose = (context) =>
      email(
        context,
        attached.map((part, index) => attachmentOf(part, context, index)),
      );
    this.add({
      kind: attached.length > 0 ? 'email-anlagen' : 'email',
      letterDate: date,
      receivedDate: date,
      priority,
      form: 'mail',
      compose,
    });
  }
}

function attachmentOf(compose: Compose, context: KindContext, index: number): MailAttachment {
  const seed = `${context.household.key}/${context.date}/attachment/${index}`;
  const composed: Composed = compose({ ...context, random: createRandom(seed) });
  const name = applicantOf(context.household).familyName;
  const { content } = composed;
  if (content.kind !== 'pages') throw new Error('only drawn documents are attached to mails');
  const photo = createRandom(`${seed}/form`).chance(0.3);
  const title = composed.title.replace(/[/:,]/g, '').replaceAll(' ', '_');
  return {
    fileName: photo ? `Foto ${name} ${index + 1}.jpg` : `${title}.pdf`,
    mediaType: photo ? 'image/jpeg' : 'application/pdf',
    bytes: async () => {
      const [first] = content.pages;
      if (photo && first) return photographPage(first, createRandom(`${seed}/photo`));
      return await pagesToPdf(content.pages, { title: composed.title, author: composed.sender, date: context.date });
    },
  };
}
