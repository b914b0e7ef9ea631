import { addDays, addMonths, daysBetween, monthStart } from './dates.ts';
import * as kdu from './kinds/kdu.ts';
import { kontoauszug } from './kinds/kontoauszug.ts';
import type { Kind } from './kinds/kind.ts';
import * as medizin from './kinds/medizin.ts';
import * as rechtsbehelf from './kinds/rechtsbehelf.ts';
import * as schreiben from './kinds/schreiben.ts';
import * as vermerke from './kinds/vermerke.ts';
import type { Planner } from './planner.ts';
import type { Day } from './types.ts';

function spread(planner: Planner, lastDay: Day, perYear: number, plan: (day: Day) => void): void {
  const { household, random } = planner;
  const days = daysBetween(household.firstApplication, lastDay);
  const expected = (days / 365) * perYear;
  const count = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  for (let i = 0; i < count; i++) plan(addDays(household.firstApplication, random.int(3, Math.max(3, days))));
}

/** Calls, mails, talks, invitations, certificates: what comes without a plan over the years. */
export function planContacts(planner: Planner, lastDay: Day): void {
  const { random } = planner;
  spread(planner, lastDay, 2.8, (day) =>
    planner.own('telefonvermerk', day, random.chance(0.4) ? 2 : 3, vermerke.telefonvermerk),
  );
  spread(planner, lastDay, 1.3, (day) => planner.own('vermerk', day, random.chance(0.4) ? 2 : 3, vermerke.noteOnFile));
  spread(planner, lastDay, 1.2, (day) => planner.own('gespraechsvermerk', day, 3, vermerke.gespraechsvermerk));
  spread(planner, lastDay, 2.2, (day) => planner.mail(day, random.chance(0.5) ? 2 : 3));
  spread(planner, lastDay, 0.8, (day) => {
    const statement: Kind = (context) => kontoauszug(context, [addMonths(monthStart(day), -1)]);
    planner.mail(day, 2, random.chance(0.5) ? [statement] : [statement, kdu.mietbescheinigung]);
  });
  spread(planner, lastDay, 1.4, (day) =>
    planner.own('einladung', day, 3, (context) => schreiben.einladung(context, addDays(day, 14))),
  );
  spread(planner, lastDay, 0.35, (day) => planner.own('kooperationsplan', day, 2, schreiben.kooperationsplan));
  spread(planner, lastDay, 1.3, (day) =>
    planner.incoming('au-bescheinigung', day, random.chance(0.4) ? 2 : 3, 0.6, medizin.auBescheinigung),
  );
  spread(planner, lastDay, 0.14, (day) =>
    planner.incoming('aerztliches-attest', day, 2, 0.6, medizin.aerztlichesAttest),
  );
  spread(planner, lastDay, 0.06, (day) =>
    planner.incoming('aerztliches-gutachten', day, 2, 0.3, medizin.aerztlichesGutachten),
  );
  spread(planner, lastDay, 0.12, (day) => planner.photo('attest', day, 2, medizin.aerztlichesAttest));
  spread(planner, lastDay, 0.1, (day) => planner.incoming('umzugsabsicht', day, 2, 0.5, kdu.umzugsabsicht));
  spread(planner, lastDay, 0.08, (day) => planner.incoming('vollmacht', day, 2, 0.5, rechtsbehelf.vollmacht));
  spread(planner, lastDay, 0.1, (day) =>
    planner.own('ablehnung', day, 2, (context) =>
      rechtsbehelf.ablehnung(
        context,
        random.chance(0.5) ? 'Ersatzbeschaffung einer Waschmaschine' : 'Ersatzbeschaffung eines Kühlschranks',
      ),
    ),
  );
}

/** Objections against notices already planned: about one file in seven each year, by the person or by a lawyer, rarely a claim. */
export function planObjections(planner: Planner): void {
  const { random } = planner;
  const notices = planner.plans.filter(
    ({ kind }) => kind === 'bewilligungsbescheid' || kind === 'aenderungsbescheid' || kind === 'aufhebungsbescheid',
  );
  for (const notice of notices) {
    if (!random.chance(0.085)) continue;
    const filed = addDays(notice.letterDate, random.int(8, 28));
    const title =
      notice.kind === 'bewilligungsbescheid'
        ? 'Bewilligungsbescheid'
        : notice.kind === 'aenderungsbescheid'
          ? 'Änderungsbescheid'
          : 'Aufhebungs- und Erstattungsbescheid';
    if (random.chance(0.25))
      planner.incoming('widerspruch-anwalt', filed, 1, 0.3, (context) =>
        rechtsbehelf.widerspruchAnwalt(context, notice.letterDate),
      );
    else
      planner.incoming('widerspruch', filed, 1, 0.5, (context) =>
        rechtsbehelf.widerspruch(context, title, notice.letterDate),
      );
    planner.own('eingangsbestaetigung', addDays(filed, 7), 2, (context) =>
      schreiben.eingangsbestaetigung(context, 'Widerspruch', addDays(filed, 3)),
    );
    planner.own('stellungnahme', addDays(filed, 21), 2, vermerke.stellungnahme);
    const decided = addDays(filed, random.int(40, 110));
    planner.own('widerspruchsbescheid', decided, 1, (context) =>
      rechtsbehelf.widerspruchsbescheid(context, filed, notice.letterDate),
    );
    if (random.chance(0.15)) planner.incoming('klage', addDays(decided, 32), 1, 0.3, rechtsbehelf.klage);
  }
}
