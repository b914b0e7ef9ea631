import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useCallback, useEffect, useRef, useState } from 'react';
import { sizeOf } from './open-pdf.ts';
import type { PageSize } from './page-layout.ts';

/** Up to this many pages are measured at once; of longer files only those come near, or the whole file would be read. */
const fewPages = 60;

/** Sizes of all pages. Each takes the size of the first until it is known; `measure` asks for some. */
export function usePageSizes(pdf: PDFDocumentProxy, first: PageSize) {
  const [sizes, setSizes] = useState(() => Array.from({ length: pdf.numPages }, () => first));
  const asked = useRef(new Set([1]));

  const measure = useCallback(
    async (numbers: number[]) => {
      const wanted = numbers.filter((number) => !asked.current.has(number));
      for (const number of wanted) asked.current.add(number);
      // A page that cannot be read keeps the size of the first and says so itself.
      const found = await Promise.all(wanted.map((number) => pdf.getPage(number).then(sizeOf, () => first)));
      const isNew = found.some(({ width, height }) => width !== first.width || height !== first.height);
      if (!isNew) return;
      setSizes((before) => {
        const next = [...before];
        wanted.forEach((number, index) => {
          next[number - 1] = found[index] ?? first;
        });
        return next;
      });
    },
    [pdf, first],
  );
  useEffect(() => {
    if (pdf.numPages <= fewPages) void measure(Array.from({ length: pdf.numPages }, (_, index) => index + 1));
  }, [pdf, measure]);
  return { sizes, measure };
}
