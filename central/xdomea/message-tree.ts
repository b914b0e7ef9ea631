import { ParseOption, XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm';

/** An element of a message; names without prefix. Text is trimmed. */
export type MessageElement = {
  name: string;
  namespace: string;
  text: string;
  children: MessageElement[];
};

/** Why a message could not be read, for the answer; never quotes what stands in it. */
export class MessageUnreadableError extends Error {}

/** Messages are small: what is large in a package are the files beside them. */
const maxMessageBytes = 20 * 1024 * 1024;
const maxDepth = 60;
const maxElements = 200_000;

/** Reads a message without loading or expanding anything. Throws MessageUnreadableError with a German sentence. */
export function readMessageTree(bytes: Uint8Array): MessageElement {
  if (bytes.length > maxMessageBytes) throw new MessageUnreadableError('Die Nachricht ist zu groß.');
  const options = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NOERROR;
  let document: XmlDocument;
  try {
    document = XmlDocument.fromBuffer(bytes, { option: options });
  } catch (error) {
    if (error instanceof XmlParseError) throw new MessageUnreadableError('Die Nachricht ist kein wohlgeformtes XML.');
    throw error;
  }
  try {
    if (document.dtd) throw new MessageUnreadableError('Die Nachricht bringt eine DTD mit; das ist nicht erlaubt.');
    const budget = { elements: maxElements };
    return treeOf(document.root, 0, budget);
  } finally {
    document.dispose();
  }
}

function treeOf(element: XmlElement, depth: number, budget: { elements: number }): MessageElement {
  budget.elements -= 1;
  if (depth > maxDepth || budget.elements < 0) {
    throw new MessageUnreadableError('Die Nachricht ist zu tief verschachtelt oder zu lang.');
  }
  const children: MessageElement[] = [];
  for (let node = element.firstChild; node; node = node.next) {
    if (node instanceof XmlElement) children.push(treeOf(node, depth + 1, budget));
  }
  const text = children.length === 0 ? element.content.trim() : '';
  return { name: element.name, namespace: element.namespaceUri, text, children };
}

/** The first child along a path of names, or null. */
export function childAt(element: MessageElement | null, ...path: string[]): MessageElement | null {
  let found = element;
  for (const name of path) found = found?.children.find((child) => child.name === name) ?? null;
  return found;
}

/** All children of that name. */
export function childrenOf(element: MessageElement | null, name: string): MessageElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text along a path; null when it is missing or empty. */
export function textAt(element: MessageElement | null, ...path: string[]): string | null {
  return childAt(element, ...path)?.text || null;
}
