import { pageWords, type PageWords, type Sought, findOnPage } from '../../../shared/find/page-words.ts';

const block = /^(?:address|blockquote|body|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tbody|td|th|tr|ul)$/i;

/** Where in an element what is sought stands, in the order of its text. */
export function findInElement(root: Element, sought: Sought): Range[] {
  const { nodes, words } = readElement(root);
  return findOnPage(words, sought).flatMap(({ from, to }) => {
    const [first, last] = [nodes[from.piece], nodes[to.piece]];
    if (!first || !last) return [];
    const range = root.ownerDocument.createRange();
    range.setStart(first, from.offset);
    range.setEnd(last, to.offset);
    return [range];
  });
}

function readElement(root: Element): { nodes: Text[]; words: PageWords } {
  const nodes: Text[] = [];
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node as Text);
  const pieces = nodes.map((node, index) => {
    const next = nodes[index + 1];
    return { str: node.data, hasEOL: next !== undefined && blockOf(node) !== blockOf(next) };
  });
  return { nodes, words: pageWords(pieces) };
}

/** The paragraph, cell or the like a text stands in: words do not run from one into the next. */
function blockOf(node: Node): Node | null {
  let element: Node | null = node.parentNode;
  while (element?.parentNode && !block.test(element.nodeName)) element = element.parentNode;
  return element;
}
