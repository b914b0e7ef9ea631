import type { CommandArgs } from '../../core/commands/registry.ts';
import { parseFileNumber } from '../../core/domain/file-number.ts';
import { foldGerman } from '../../core/domain/folding.ts';
import { derivedId, type Id } from '../../core/domain/ids.ts';
import type { OfficeCommand } from '../rules/office-commands.ts';
import { specificAnswers } from './answers.ts';
import { carryOut, type FachverfahrenIntake } from './fachverfahren-intake.ts';
import { type FoundCaseFile, findCaseFile, findWorker } from './house-facts.ts';
import type { SentCase } from './sent-objects.ts';

const codes = specificAnswers['0604'];
export type FileMade = { caseFile: FoundCaseFile; isNew: boolean };
export type FileNotMade = { code: string; sentence: string };

/** Kinds of case files as a Fachverfahren may call them, folded. */
const kindWords: Record<string, FoundCaseFile['body']['kind']> = {
  leistungsakte: 'benefit',
  leistung: 'benefit',
  eingliederungsakte: 'integration',
  eingliederung: 'integration',
  widerspruchsakte: 'objection',
  widerspruch: 'objection',
  unterhaltsakte: 'maintenance',
  unterhalt: 'maintenance',
};

/** Makes the file a message names, or brings its cover up to date when there is one of that number. `objectId` makes the ids. */
export async function makeFile(
  intake: FachverfahrenIntake,
  objectId: Id,
  sent: SentCase,
  creator: string,
): Promise<FileMade | FileNotMade> {
  if (sent.fileNumber === null) return { code: codes.cannotBeMade, sentence: 'Die Akte hat kein Kennzeichen.' };
  const existing = await findCaseFile(intake.database, sent.fileNumber);
  const command = existing
    ? updateCommand(objectId, existing, sent)
    : await createCommand(intake, objectId, { sent, fileNumber: sent.fileNumber, creator });
  if ('code' in command) return command;
  const [result] = await carryOut(intake, objectId, [command]);
  if (result?.outcome === 'refused') return { code: codes.cannotBeMade, sentence: result.message ?? 'Nicht angelegt.' };
  const caseFile = await findCaseFile(intake.database, existing?.id ?? derivedId(objectId, 'caseFile'));
  if (!caseFile) return { code: codes.cannotBeMade, sentence: 'Die Akte wurde nicht angelegt.' };
  return { caseFile, isNew: existing === null };
}

function updateCommand(objectId: Id, caseFile: FoundCaseFile, sent: SentCase): OfficeCommand {
  const [first] = sent.persons;
  const given = <Value extends object>(fields: Value) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Partial<{
      [Key in keyof Value]: NonNullable<Value[Key]>;
    }>;
  const args: CommandArgs<'updateCover'> = {
    caseFileId: caseFile.id,
    caseFile: {
      ...given({ title: sent.title, approvedFrom: sent.approvedFrom, approvedUntil: sent.approvedUntil }),
      ...(sent.isClosed === null ? {} : { state: sent.isClosed ? ('closed' as const) : ('running' as const) }),
    },
    household: first
      ? given({
          street: first.street,
          postcode: first.postcode,
          place: first.place,
          phone: first.phone,
          mail: first.mail,
        })
      : {},
    persons: sent.persons.slice(0, 30).map(({ familyName, givenName, birthDate, relation }, index) => ({
      ...{ newId: derivedId(objectId, `person/${index}`), familyName, givenName, birthDate },
      ...(relation === null ? {} : { relation }),
    })),
  };
  return { id: derivedId(objectId, 'updateCover'), name: 'updateCover', args };
}

async function createCommand(
  intake: FachverfahrenIntake,
  objectId: Id,
  { sent, fileNumber, creator }: { sent: SentCase; fileNumber: string; creator: string },
): Promise<OfficeCommand | FileNotMade> {
  const kind = sent.typeName === null ? 'benefit' : kindWords[foldGerman(sent.typeName.trim())];
  if (!kind) {
    return { code: codes.unknownType, sentence: `Eine Aktenart „${sent.typeName ?? ''}“ gibt es hier nicht.` };
  }
  const workerId =
    (await findWorker(intake.database, sent.responsible)) ?? (await findWorker(intake.database, creator));
  if (!workerId) {
    return {
      code: codes.cannotBeMade,
      sentence: 'Die zuständige Person ist in der E-Akte nicht oder nicht eindeutig bekannt.',
    };
  }
  const [first] = sent.persons;
  const householdId = derivedId(objectId, 'household');
  const args: CommandArgs<'createCaseFile'> = {
    caseFileId: derivedId(objectId, 'caseFile'),
    caseFile: {
      fileNumber: parseFileNumber(fileNumber)?.fileNumber ?? fileNumber.trim().slice(0, 60),
      ...{ kind, workerId, householdId, state: sent.isClosed ? 'closed' : 'running' },
      title: sent.title ?? (first ? `${first.familyName}, ${first.givenName}` : fileNumber).slice(0, 200),
      ...{ approvedFrom: sent.approvedFrom, approvedUntil: sent.approvedUntil },
      openedOn: new Date(intake.now()).toISOString().slice(0, 10),
    },
    household: {
      ...{ street: first?.street ?? '', postcode: first?.postcode ?? '', place: first?.place ?? '' },
      ...{ phone: first?.phone ?? null, mail: first?.mail ?? null, rent: null, heating: null },
    },
    persons: sent.persons.slice(0, 30).map(({ familyName, givenName, birthDate, relation }, index) => ({
      id: derivedId(objectId, `person/${index}`),
      body: {
        ...{ householdId, familyName, givenName, birthDate, customerNumber: null },
        relation: relation ?? (index === 0 ? 'Antragstellende Person' : 'Person'),
      },
    })),
  };
  return { id: derivedId(objectId, 'createCaseFile'), name: 'createCaseFile', args };
}
