import { useEffect, useEffectEvent, useRef } from 'react';
import { type OutputOf, useDesk, useDeskQuery, useHost } from '../../shared/backend.tsx';
import { useCoupling } from '../../shared/coupling.ts';
import { Empty, QueryView } from '../../shared/ui/ViewState.tsx';
import { caseChosen, noticeHandedOver, setCoupledCase, useCoupledCase } from './coupled-case.ts';
import { DeskBar } from './DeskBar.tsx';
import { type EmbedHandle, EmbeddedFrame } from './EmbeddedFrame.tsx';
import type { HandedNotice } from './file-notice.ts';
import classes from './fachverfahren.module.css';
import { PlacedView } from './PlacedView.tsx';

export type FachverfahrenSettings = NonNullable<OutputOf<'desk', 'configuration'>['fachverfahren']>;

/** The side of the Fachverfahren: the bar of the desk and the foreign page below it. */
export function FachverfahrenPane() {
  const configuration = useDeskQuery('desk', 'configuration', {});
  return (
    <QueryView query={configuration}>
      {({ fachverfahren }) =>
        fachverfahren ? (
          <Coupled settings={fachverfahren} />
        ) : (
          <Empty title="Für dieses Pult ist kein Fachverfahren eingerichtet." />
        )
      }
    </QueryView>
  );
}

function Coupled({ settings }: { settings: FachverfahrenSettings }) {
  const host = useHost();
  const embed = useRef<EmbedHandle>(null);
  const client = useDesk();
  const current = useCoupledCase((state) => state.current);
  const { shownCase, isFollowing, wanted } = useCoupling();
  const shownThere = current.state === 'known' ? current.shown.fileNumber : null;

  useEffect(() => () => setCoupledCase({ state: 'none' }), []);
  const show = useEffectEvent((fileNumber: string) => {
    if (fileNumber !== shownThere) embed.current?.show(fileNumber);
  });
  // The file opened on the other side, while the desk follows.
  useEffect(() => {
    if (isFollowing && shownCase) show(shownCase.fileNumber);
  }, [isFollowing, shownCase]);
  // "Im Fachverfahren öffnen" goes there in any case.
  useEffect(() => {
    if (wanted) show(wanted.fileNumber);
  }, [wanted]);

  const events = {
    onCaseChosen: (fileNumber: string) => void caseChosen(client, fileNumber),
    onCaseShown: (fileNumber: string) => {
      if (shownCase?.fileNumber === fileNumber) setCoupledCase({ state: 'known', shown: shownCase });
    },
    onNotice: (requestId: string, notice: HandedNotice) => noticeHandedOver(client, requestId, notice),
  };
  return (
    <section className={classes.side} aria-label={settings.name} data-pane={settings.name} tabIndex={-1}>
      <DeskBar current={current} onClose={() => setCoupledCase({ state: 'none' })} />
      {host.embed.kind === 'frame' ? (
        <EmbeddedFrame ref={embed} settings={settings} {...events} />
      ) : (
        <PlacedView ref={embed} settings={settings} embed={host.embed} onCaseShown={events.onCaseShown} />
      )}
    </section>
  );
}
