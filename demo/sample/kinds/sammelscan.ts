import { addMonths, germanDate, monthStart } from '../dates.ts';
import { anlageEk, anlageKdu, anlageVm } from './anlagen.ts';
import { weiterbewilligungsantrag } from './antraege.ts';
import { mietbescheinigung } from './kdu.ts';
import { type Composed, type Kind, type KindContext, pagesContent } from './kind.ts';
import { kontoauszug } from './kontoauszug.ts';
import { mietvertrag } from './mietvertrag.ts';

/** A whole envelope scanned as one file: the application with its annexes, contract and half a year of bank statements. */
export function sammelscan(context: KindContext, from: string): Composed {
  const parts: Kind[] = [
    (part) => weiterbewilligungsantrag(part, from),
    anlageKdu,
    anlageEk,
    anlageVm,
    mietbescheinigung,
    mietvertrag,
    ...[6, 5, 4, 3, 2, 1].map(
      (back): Kind =>
        (part) =>
          kontoauszug(part, [addMonths(monthStart(context.date), -back)]),
    ),
  ];
  const pages = parts.flatMap((part, index) => {
    const { content } = part({ ...context, random: context.random.fork(`part-${index}`) });
    return content.kind === 'pages' ? content.pages : [];
  });
  return {
    title: `Unterlagen zum Weiterbewilligungsantrag ab ${germanDate(from)} (Sammelscan)`,
    keywordKey: 'keyword:weiterbewilligungsantrag',
    direction: 'incoming',
    sender: 'Scanstelle',
    content: pagesContent(pages, 'Scanstelle'),
  };
}
