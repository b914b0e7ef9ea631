import type { DeskHandlers } from '../../core/contract/desk.ts';
import { AppError } from '../../core/domain/errors.ts';
import type { Id } from '../../core/domain/ids.ts';
import type { BackendContext } from '../context.ts';
import { printSheets } from './print-sheets.ts';
import { openStackUpload, type StackUpload } from './stack-upload.ts';

/** The scan station: everything is asked of the centre at once, nothing is kept here. */
export function stationHandlers(context: BackendContext): DeskHandlers['station'] {
  const uploads = new Map<Id, StackUpload>();
  const centre = () => context.desk().centre;
  const uploadOf = (uploadId: Id): StackUpload => {
    const upload = uploads.get(uploadId);
    if (!upload) throw new AppError('not_found', 'Diese Übertragung gibt es nicht mehr. Bitte beginnen Sie von vorn.');
    return upload;
  };
  const done = async (asking: Promise<void>) => {
    await asking;
    return {};
  };
  return {
    overview: () => centre().askStation((station) => station.overview()),
    stack: ({ stackId }) => centre().askStation((station) => station.stack(stackId)),
    retry: ({ stackId }) => done(centre().askStation((station) => station.act(stackId, 'retry'))),
    giveBack: ({ stackId }) => done(centre().askStation((station) => station.act(stackId, 'return'))),
    markSeen: ({ stackId }) => done(centre().askStation((station) => station.act(stackId, 'seen'))),
    correct: ({ stackId, ...request }) => done(centre().askStation((station) => station.correct(stackId, request))),
    page: (wanted) => centre().askStation((station) => station.page(wanted)),
    original: ({ stackId, from, to }) => centre().askStation((station) => station.original(stackId, from, to)),
    coverCase: async ({ fileNumber }) => ({
      found: await centre().askStation((station) => station.coverCase(fileNumber)),
    }),
    sheets: (input) => printSheets(context.desk(), input),
    beginUpload: async (file) => {
      const desk = context.desk();
      // Asked first: a log-in that has run out is renewed by it, and a stream cannot be sent twice.
      await desk.centre.askStation((station) => station.overview());
      const uploadId = desk.newId();
      uploads.set(uploadId, openStackUpload(desk.centre, file));
      return { uploadId };
    },
    uploadPart: async ({ uploadId, offset, bytes }) => {
      await uploadOf(uploadId).add(offset, bytes);
      return {};
    },
    finishUpload: async ({ uploadId }) => {
      const upload = uploadOf(uploadId);
      uploads.delete(uploadId);
      return upload.finish();
    },
    discardUpload: ({ uploadId }) => {
      uploads.get(uploadId)?.discard();
      uploads.delete(uploadId);
      return {};
    },
  };
}
