import { readFileSync } from 'node:fs';
import path from 'node:path';
import { XmlDocument, XmlParseError, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

/** Compares messages with the schemas of the standard. */
export type SchemaCheck = {
  /** Where and why a message does not follow its schema, the first few; empty when it does. Values of the message are not quoted. */
  problemsOf(bytes: Uint8Array): string[];
  close(): void;
};

const mostProblems = 5;

/**
 * Opens the schemas of one version of xdomea as KoSIT publishes them (xrepository.de); `folder` holds `xdomea.xsd`. They are not part of
 * Aktenpult. Throws when they cannot be read.
 */
export function openSchemaCheck(folder: string): SchemaCheck {
  xmlRegisterFsInputProviders();
  const file = path.join(path.resolve(folder), 'xdomea.xsd');
  const schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  const validator = XsdValidator.fromDoc(schema);
  return {
    problemsOf: (bytes) => problemsOf(validator, bytes),
    close: () => {
      validator.dispose();
      schema.dispose();
    },
  };
}

function problemsOf(validator: XsdValidator, bytes: Uint8Array): string[] {
  let document: XmlDocument | null = null;
  try {
    document = XmlDocument.fromBuffer(bytes);
    validator.validate(document);
    return [];
  } catch (error) {
    if (!(error instanceof XmlValidateError || error instanceof XmlParseError)) throw error;
    const found = error.details.map(({ line, message }) => `Zeile ${line}: ${withoutValues(message)}`);
    return [...new Set(found)].slice(0, mostProblems);
  } finally {
    document?.dispose();
  }
}

/** The library quotes what stands in the message: names of persons among it. */
const withoutValues = (message: string): string =>
  message
    .trim()
    .replaceAll(/\{urn:[^}]*\}/g, '')
    .replaceAll(/: '[^']*' is not/g, ': the value is not')
    .replaceAll(/value '[^']*'/g, 'value');
