import type { Id } from '../../../core/domain/ids.ts';
import type { Feature, LetterFeatures } from '../../../core/letters/letter-features.ts';
import type { LearnedCounts } from '../../../core/letters/keyword-model.ts';
import type { Queryable } from '../../store/database.ts';

/** In how many of 63 groups of case files a feature must stand before it counts: what stands in fewer may be somebody's name. */
export const leastGroups = 4;

/** What comes in and what goes out are two kinds of letters: each is learned from its own. */
export type LearnedDirection = 'incoming' | 'outgoing';

/** The salt of this store's features. */
export async function readSalt(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ salt: string }>('select salt from letter_model');
  const [row] = rows;
  if (!row) throw new Error('the letter model has no salt');
  return row.salt;
}

/** The salt of the features of letters that go one way, so that those of the other never count for them. */
export const saltFor = (salt: string, direction: LearnedDirection): string =>
  direction === 'incoming' ? salt : `${salt}/outgoing`;

/** What was learned about the features of a letter; rare ones are left out. */
export async function readCounts(
  database: Queryable,
  { features }: LetterFeatures,
  direction: LearnedDirection,
): Promise<LearnedCounts> {
  const [counts, keywords] = await Promise.all([
    database.query<{ feature: number; keyword_id: Id; documents: number }>(
      `select learned.feature, learned.keyword_id, learned.documents from letter_feature learned
       join letter_feature_spread spread using (feature)
       where learned.feature = any ($1::bigint[]) and learned.documents > 0 and bit_count(spread.groups::bit(64)) >= $2`,
      [features, leastGroups],
    ),
    database.query<{ keyword_id: Id; documents: number }>(
      'select keyword_id, documents from letter_keyword where documents > 0 and direction = $1',
      [direction],
    ),
  ]);
  return {
    features: counts.rows.map((row) => ({ feature: row.feature, keywordId: row.keyword_id, documents: row.documents })),
    keywords: new Map(keywords.rows.map((row) => [row.keyword_id, row.documents])),
  };
}

/** Which of 63 groups a case file falls into. */
export const groupOf = (caseFileId: Id): number => Number.parseInt(caseFileId.replaceAll('-', '').slice(-8), 16) % 63;

/** Changes of the counts, gathered over many documents and written together. */
export class CountChanges {
  readonly #features = new Map<string, { feature: Feature; keywordId: Id; documents: number }>();
  readonly #keywords = new Map<string, { keywordId: Id; direction: LearnedDirection; documents: number }>();
  readonly #groups = new Map<Feature, bigint>();

  /** A document begins (positive) or ceases (negative) to count under a keyword. */
  add(features: readonly Feature[], counted: { keywordId: Id; direction: LearnedDirection }, documents: number): void {
    const { keywordId, direction } = counted;
    const all = this.#keywords.get(`${keywordId}/${direction}`)?.documents ?? 0;
    this.#keywords.set(`${keywordId}/${direction}`, { keywordId, direction, documents: all + documents });
    for (const feature of features) {
      const key = `${feature}/${keywordId}`;
      const before = this.#features.get(key)?.documents ?? 0;
      this.#features.set(key, { feature, keywordId, documents: before + documents });
    }
  }

  /** A case file has a document with these features. */
  seenIn(features: readonly Feature[], caseFileId: Id): void {
    const bit = 1n << BigInt(groupOf(caseFileId));
    for (const feature of features) this.#groups.set(feature, (this.#groups.get(feature) ?? 0n) | bit);
  }

  async write(database: Queryable): Promise<void> {
    const features = [...this.#features.values()].filter(({ documents }) => documents !== 0);
    const keywords = [...this.#keywords.values()];
    await database.query(
      `insert into letter_keyword (keyword_id, direction, documents) select * from unnest($1::uuid[], $2::text[], $3::real[])
       on conflict (keyword_id, direction) do update set documents = letter_keyword.documents + excluded.documents`,
      [
        keywords.map(({ keywordId }) => keywordId),
        keywords.map(({ direction }) => direction),
        keywords.map(({ documents }) => documents),
      ],
    );
    await database.query(
      `insert into letter_feature (feature, keyword_id, documents) select * from unnest($1::bigint[], $2::uuid[], $3::real[])
       on conflict (feature, keyword_id) do update set documents = letter_feature.documents + excluded.documents`,
      [
        features.map(({ feature }) => feature),
        features.map(({ keywordId }) => keywordId),
        features.map(({ documents }) => documents),
      ],
    );
    await database.query(
      `insert into letter_feature_spread (feature, groups) select * from unnest($1::bigint[], $2::bigint[])
       on conflict (feature) do update set groups = letter_feature_spread.groups | excluded.groups`,
      [[...this.#groups.keys()], [...this.#groups.values()].map(String)],
    );
  }
}
