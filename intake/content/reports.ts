import type { ContentReport, Explanation } from './content-report.ts';
import { recognise } from './file-recognition.ts';
import type { Recognised } from './file-recognition.ts';

/** A report for a file that can be shown. */
export function showable(recognised: Recognised, facts: Partial<ContentReport>): ContentReport {
  const { kind, mediaType } = recognised;
  return {
    kind,
    mediaType,
    pageCount: 1,
    encrypted: 'no',
    attachments: [],
    state: 'showable',
    hasText: false,
    warnings: [],
    ...facts,
  };
}

/** A report for a file that is kept but not shown. */
export function explained(
  recognised: Recognised,
  explanation: Explanation,
  facts: Partial<ContentReport> = {},
): ContentReport {
  const encrypted = explanation.code === 'password' ? 'password' : 'no';
  return showable(recognised, { pageCount: null, encrypted, state: 'explained', explanation, ...facts });
}

/** A report for a file whose reading had to be given up: only its first bytes are looked at. */
export function reportWithoutReading(bytes: Uint8Array, fileName: string, explanation: Explanation): ContentReport {
  return explained(recognise(bytes.subarray(0, 65_536), fileName), explanation);
}
