import {
  type CoverWords,
  type FieldValue,
  fieldsOfCover,
  readCover,
  wordsOfFields,
} from '../../core/commands/cover-parts.ts';
import { runRuleHere } from '../../backend/commands/execute.ts';
import { type Act, caseFileFor, order, placesIn, word } from './orders.ts';

const noWords: CoverWords = { caseFile: {}, household: {}, persons: [] };

/** What people and the Fachverfahren do about covers. */
export const coverActs = {
  /** One or two fields, critical ones among them; sometimes from what stood there before, as in a form that was open for long. */
  changeCover(world, desk) {
    const files = placesIn(desk, 'case_file');
    if (files.length === 0) return;
    const { id: caseFileId } = world.random.pick(files);
    const cover = runRuleHere(desk.db, readCover(caseFileId));
    if (!cover) return;
    const fields = [...fieldsOfCover(cover)].filter(([field]) => /(title|phone|street|place|familyName)$/.test(field));
    const chosen = [world.random.pick(fields), world.random.pick(fields)];
    const isLate = world.random.chance(0.2);
    const before = chosen.map(([field, value]): [string, FieldValue] => [field, isLate ? 'Von gestern' : value]);
    const after = chosen.map(([field]): [string, FieldValue] => [field, word(world, desk)]);
    const change = { before: wordsOfFields(new Map(before)), after: wordsOfFields(new Map(after)) };
    order(world, desk, 'changeCover', { caseFileId, ...change });
  },
  /** The Fachverfahren speaks through a desk here: what it says comes to the centre as any command. */
  cover(world, desk) {
    const words = { ...noWords, household: { phone: word(world, desk) } };
    const given = world.random.chance(0.5) ? words : { ...noWords, caseFile: { title: word(world, desk) } };
    order(world, desk, 'updateCover', { caseFileId: caseFileFor(world), ...given, persons: [] });
  },
} satisfies Record<string, Act>;
