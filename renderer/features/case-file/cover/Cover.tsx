import type { ReactNode } from 'react';
import { formatAge, formatDate, formatDay, formatMoney, formatNumberOf, today } from '../../../shared/format.ts';
import { dayOf } from '../../../../core/domain/moments.ts';
import { CommandButton } from '../../../shared/ui/CommandButton.tsx';
import { Pane } from '../../../shared/ui/Pane.tsx';
import { type CaseCover, kindNames, stateNames } from '../case-words.ts';
import { CaseAccess } from '../access/CaseAccess.tsx';
import { CoverFollowUps } from './CoverFollowUps.tsx';
import { CoverHistory } from './CoverHistory.tsx';
import { TurnButton } from '../state/TurnButton.tsx';
import { stateChangeRows } from '../state/state-words.ts';
import { MissingDocuments } from './MissingDocuments.tsx';
import { TakeAlong } from './TakeAlong.tsx';
import classes from './cover.module.css';

/** The Aktendeckel: who, which numbers, who is responsible, what is due, what matters now. */
export function Cover({ cover }: { cover: CaseCover }) {
  return (
    <Pane name="Aktendeckel" className={classes.cover}>
      {cover.mayWrite ? (
        <div className={classes.tools}>
          <TurnButton state={cover.state} />
          {cover.state === 'running' ? (
            <CommandButton command="caseFile.changeCover" label="Aktendeckel ändern …" size="compact-sm" />
          ) : null}
        </div>
      ) : null}
      <div className={classes.columns}>
        <Persons cover={cover} />
        <Household cover={cover} />
        <CaseFacts cover={cover} />
        <Block title="Wiedervorlagen und Fristen">
          <CoverFollowUps cover={cover} />
        </Block>
        {cover.state === 'running' ? (
          <Block title="Fehlende Unterlagen">
            <MissingDocuments cover={cover} />
          </Block>
        ) : null}
        <Block title="Angeheftete Vermerke">
          {cover.pinnedNotes.length === 0 ? (
            <p className={classes.quiet}>Kein Vermerk ist angeheftet.</p>
          ) : (
            cover.pinnedNotes.map((note) => (
              <article key={note.noteId} className={classes.note}>
                <p>{note.text}</p>
                <footer>
                  {note.createdByName}, {formatDate(note.createdAt)}
                </footer>
              </article>
            ))
          )}
        </Block>
        <Extent cover={cover} />
        <Block title="Mitnehmen">
          <TakeAlong cover={cover} />
        </Block>
        <Block title="Änderungen am Aktendeckel" isWide>
          <CoverHistory caseFileId={cover.caseFileId} />
        </Block>
        <Block title="Zugriff">
          <CaseAccess caseFileId={cover.caseFileId} workerId={cover.workerId} workerName={cover.workerName} />
        </Block>
      </div>
    </Pane>
  );
}

function Block({ title, children, isWide }: { title: string; children: ReactNode; isWide?: boolean }) {
  return (
    <section className={classes.block} data-wide={isWide || undefined}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}

/** Names and values in two columns; values that are missing are left out. */
function Values({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className={classes.values}>
      {rows
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name} className={classes.value}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Persons({ cover: { persons } }: { cover: CaseCover }) {
  return (
    <Block title="Personen" isWide>
      <table className={classes.persons}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Stellung</th>
            <th scope="col">Geboren</th>
            <th scope="col">Kundennummer</th>
          </tr>
        </thead>
        <tbody>
          {persons.map(({ id, familyName, givenName, relation, birthDate, customerNumber }) => (
            <tr key={id}>
              <th scope="row">
                {familyName}, {givenName}
              </th>
              <td>{relation}</td>
              <td>{birthDate ? `${formatDay(birthDate)} (${ageOf(birthDate, today())})` : '–'}</td>
              <td className={classes.number}>{customerNumber ?? '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}

function Household({ cover: { household } }: { cover: CaseCover }) {
  if (!household) return null;
  const { street, postcode, place, phone, mail, rent, heating } = household;
  return (
    <Block title="Haushalt">
      <Values
        rows={[
          ['Anschrift', `${street}, ${postcode} ${place}`],
          ['Telefon', phone],
          ['E-Mail', mail],
          ['Miete', rent === null ? null : `${formatMoney(rent)} im Monat`],
          ['Heizung', heating === null ? null : `${formatMoney(heating)} im Monat`],
        ]}
      />
    </Block>
  );
}

function CaseFacts({ cover }: { cover: CaseCover }) {
  const { approvedFrom, approvedUntil, substituteNames, lastContactAt } = cover;
  const period =
    approvedUntil === null
      ? null
      : `${approvedFrom ? `${formatDay(approvedFrom)} ` : ''}bis ${formatDay(approvedUntil)}`;
  return (
    <Block title="Akte">
      <Values
        rows={[
          ['Art und Stand', `${kindNames[cover.kind]}, ${stateNames[cover.state]}`],
          ...stateChangeRows(cover.state, cover.stateChange),
          ['Zuständig', [cover.workerName, cover.teamName].filter(Boolean).join(', ')],
          ['Vertretung', substituteNames.join('; ')],
          ['Bewilligt', period],
          ['Angelegt', formatDay(cover.openedOn)],
          [
            'Letzter Kontakt',
            lastContactAt ? `${formatDate(lastContactAt)} (${formatAge(dayOf(lastContactAt), today())})` : null,
          ],
        ]}
      />
    </Block>
  );
}

function Extent({ cover: { documentCount, sheetCount } }: { cover: CaseCover }) {
  return (
    <Block title="Umfang">
      <Values
        rows={[
          [
            'Inhalt',
            `${formatNumberOf(documentCount, 'Dokument', 'Dokumente')}, ${formatNumberOf(sheetCount, 'Blatt', 'Blatt')}`,
          ],
        ]}
      />
    </Block>
  );
}

function ageOf(birthDate: string, now: string): string {
  const years = Number(now.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return formatNumberOf(now.slice(5) < birthDate.slice(5) ? years - 1 : years, 'Jahr', 'Jahre');
}
