import type { Id } from '../../core/domain/ids.ts';
import type { World } from './world.ts';

// What lies in files and Postkörbe of the worlds.

const wordCount = 3;

/** What an inspection says of a small PDF. */
export function contentFacts(sha256: string, size: number) {
  return {
    ...{ fileName: 'brief.pdf', mediaType: 'application/pdf', size, sha256, kind: 'pdf' as const, pageCount: 1 },
    ...{ encrypted: 'no' as const, hasText: true, explanation: null, attachments: [] },
  };
}

/** How somebody files a letter. */
export function filing(world: World, title: string) {
  return {
    ...{ title, keywordIds: [world.office.keywordId], letterDate: '2026-11-20', receivedDate: '2026-11-21' },
    ...{ sender: 'Wohnungsbau Husum', direction: 'incoming' as const, isProtected: false },
  };
}

/** Text of a page; sometimes so long that a pull is taken in steps. */
export function pageText(world: World, author: Id): string {
  const words = Array.from({ length: wordCount }, () => world.random.pick(['Miete', 'Heizung', 'Bescheid'])).join(' ');
  const isLong = world.weather.on.has('longTexts') && world.random.chance(0.2);
  return `${words} ${world.marks.newWord(author)}${isLong ? ' '.repeat(160_000) : ''}`;
}
