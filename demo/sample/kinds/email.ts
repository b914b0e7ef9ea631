import { addDays, germanDate, monthName } from '../dates.ts';
import { applicantOf, fullName } from '../households.ts';
import type { Composed, KindContext, MailAttachment } from './kind.ts';
import { writtenBgNumber } from './kind.ts';

type Message = { subject: string; lines: string[] };

function message(context: KindContext, attachments: readonly MailAttachment[]): Message {
  const { random, date, worker } = context;
  const dear = `Sehr geehrte${worker.gender === 'female' ? ' Frau' : 'r Herr'} ${worker.familyName},`;
  if (attachments.length > 0) {
    return {
      subject: random.pick([
        'Unterlagen',
        'Nachgereichte Unterlagen',
        'Anbei die Unterlagen für die Weiterbewilligung',
        'Ihr Schreiben – fehlende Nachweise',
      ]),
      lines: [
        dear,
        'anbei schicke ich Ihnen die gewünschten Unterlagen.',
        random.pick([
          'Bitte sagen Sie kurz Bescheid, ob noch etwas fehlt.',
          'Den Rest bringe ich nächste Woche vorbei.',
          'Das Original kann ich bei Bedarf vorlegen.',
        ]),
      ],
    };
  }
  return random.pick<Message>([
    {
      subject: 'Frage zu meinem Bescheid',
      lines: [
        dear,
        'ich verstehe die Berechnung in dem letzten Bescheid nicht ganz. Warum ist der Betrag für die Heizung niedriger als das, was ich bezahle?',
        'Können Sie mich bitte anrufen? Am besten vormittags.',
      ],
    },
    {
      subject: `Termin am ${germanDate(addDays(date, 5))}`,
      lines: [
        dear,
        'leider kann ich den Termin nicht wahrnehmen, weil mein Kind krank ist. Können wir einen neuen Termin machen?',
      ],
    },
    {
      subject: 'Neue Telefonnummer',
      lines: [
        dear,
        `meine Telefonnummer hat sich geändert. Sie erreichen mich jetzt unter ${context.household.telephone}.`,
      ],
    },
    {
      subject: 'Minijob ab nächsten Monat',
      lines: [
        dear,
        `ab ${monthName(addDays(date, 30))} kann ich einige Stunden in der Woche arbeiten. Welche Unterlagen brauchen Sie von mir?`,
      ],
    },
    {
      subject: 'Wann kommt der Bescheid?',
      lines: [
        dear,
        'ich habe den Weiterbewilligungsantrag vor drei Wochen abgegeben und noch nichts gehört. Die Miete ist bald fällig.',
        'Bitte geben Sie mir Auskunft.',
      ],
    },
  ]);
}

function htmlOf(lines: readonly string[]): string {
  const paragraphs = lines.map(
    (line) =>
      `<p style="margin:0 0 12px 0">${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</p>`,
  );
  return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body style="font-family:Arial,sans-serif;font-size:14px">${paragraphs.join('')}</body></html>`;
}

/** Mail of the applicant to her worker, with text and mostly HTML, and the attachments given. */
export function email(context: KindContext, attachments: MailAttachment[]): Composed {
  const { household, worker, random } = context;
  const name = fullName(applicantOf(household));
  const { subject, lines } = message(context, attachments);
  const all = [
    ...lines,
    `Viele Grüße\n${name}`,
    `BG-Nummer ${writtenBgNumber(context)}`,
    ...(random.chance(0.4) ? ['Von meinem Mobilgerät gesendet'] : []),
  ];
  const address = household.email ?? `kontakt${household.index + 1}@post.example`;
  return {
    title: `E-Mail: ${subject}`,
    keywordKey: 'keyword:e-mail',
    direction: 'incoming',
    sender: name,
    content: {
      kind: 'mail',
      draft: {
        from: { name, address },
        to: { name: fullName(worker), address: worker.email },
        subject,
        time: `${String(random.int(7, 21)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`,
        text: all.join('\n\n'),
        html: random.chance(0.75) ? htmlOf(all) : null,
        attachments,
      },
    },
  };
}
