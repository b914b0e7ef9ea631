import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { greyFile, type GreyPicture } from '../pages/grey-picture.ts';
import { answerJobs } from '../workers/answer-jobs.ts';
import type { RecognisedPage } from './recogniser.ts';
import { readWordTable } from './word-table.ts';

/** What a recognition worker is given when it starts: files on disk, so that nothing is fetched. */
export type RecognitionSettings = { corePath: string; languagePath: string };

export type RecognitionJob = { picture: GreyPicture; isSample: boolean };

/** The part of the packaged Tesseract that is used. */
type Tesseract = {
  FS: { writeFile: (path: string, bytes: Uint8Array) => void; unlink: (path: string) => void };
  TessBaseAPI: new () => {
    Init: (folder: string, language: string, engine: number) => number;
    SetVariable: (name: string, value: string) => boolean;
    SetPageSegMode: (mode: number) => void;
    SetImageFile: (orientation: number, angle: number) => number;
    Recognize: (monitor: null) => number;
    GetTSVText: (page: number) => string;
    Clear: () => void;
  };
};

const settings = workerData as RecognitionSettings;
const neuralEngine = 1;
const wholePage = 3;
const linesAsTheyLie = 6;
// The packaged program reads its picture from this place in its own memory.
const pictureFile = '/input';
const silent = () => undefined;

const loaded = load();
answerJobs<RecognitionJob, RecognisedPage>(async (job) => ({ answer: await recognise(job), transfer: [] }));

async function load() {
  const start = createRequire(import.meta.url)(settings.corePath) as (options: object) => Promise<Tesseract>;
  const tesseract = await start({ print: silent, printErr: silent });
  tesseract.FS.writeFile('/deu.traineddata', gunzipSync(readFileSync(settings.languagePath)));
  const api = new tesseract.TessBaseAPI();
  if (api.Init('/', 'deu', neuralEngine) !== 0) throw new Error('The language data cannot be loaded');
  api.SetVariable('user_defined_dpi', '300');
  return { tesseract, api };
}

async function recognise({ picture, isSample }: RecognitionJob): Promise<RecognisedPage> {
  const { tesseract, api } = await loaded;
  tesseract.FS.writeFile(pictureFile, greyFile(picture));
  api.SetPageSegMode(isSample ? linesAsTheyLie : wholePage);
  if (api.SetImageFile(1, 0) !== 0 || api.Recognize(null) !== 0) throw new Error('The picture cannot be read');
  const table = api.GetTSVText(0);
  api.Clear();
  return readWordTable(table, picture.width, picture.height);
}
