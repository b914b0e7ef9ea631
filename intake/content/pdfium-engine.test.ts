import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { loadPdfium } from './pdfium-engine.ts';

describe('PDFium', () => {
  it('gets more memory when it asks, but never beyond one gibibyte', async () => {
    const pdfium = await loadPdfium(createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm'));
    pdfium.memory.free(pdfium.memory.allocate(100 * 1024 * 1024));
    expect(pdfium.memory.bytes().length).toBeGreaterThan(100 * 1024 * 1024);
    expect(() => pdfium.memory.allocate(1024 * 1024 * 1024)).toThrow('out of memory');
    expect(pdfium.memory.bytes().length).toBeLessThanOrEqual(1024 * 1024 * 1024);
  });
});
