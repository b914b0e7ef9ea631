// The house's own ESLint rules: words of the glossary, no test that is switched off silently.
import type { Rule } from 'eslint';
import { rightWordFor } from './glossary.ts';

type Node = Rule.Node & { [field: string]: unknown; parent: Node };
type Named = { type: string; name: string };

/** Whether an identifier gives something its name here (and does not just use somebody else's name). */
function givesName(node: Node, ownKeys: boolean): boolean {
  const parent = node.parent;
  switch (parent.type as string) {
    case 'VariableDeclarator':
    case 'ClassDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return parent.id === node;
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'TSFunctionType':
      return (parent.params as Node[]).includes(node) || parent.id === node;
    case 'CatchClause':
      return parent.param === node;
    case 'ImportSpecifier':
      return parent.local === node && (parent.imported as Named).name !== node.name;
    case 'AssignmentPattern':
      return parent.left === node;
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return parent.key === node && parent.computed !== true && isInOwnType(parent);
    case 'PropertyDefinition':
    case 'MethodDefinition':
      return parent.key === node && parent.computed !== true;
    case 'Property':
      return namesProperty(node, parent, ownKeys);
    case 'ArrayPattern':
    case 'RestElement':
      return true;
    default:
      return false;
  }
}

/** A type of ours has a name; a type written into a cast describes somebody else's value. */
function isInOwnType(member: Node): boolean {
  for (let node = member; node; node = node.parent) {
    const type = node.type as string;
    if (type === 'TSTypeAliasDeclaration' || type === 'TSInterfaceDeclaration') return true;
    if (!type.startsWith('TS') || type === 'TSAsExpression') return false;
  }
  return false;
}

function namesProperty(node: Node, property: Node, ownKeys: boolean): boolean {
  if ((property.parent.type as string) === 'ObjectPattern') return property.value === node && !property.shorthand;
  return ownKeys && property.key === node && property.computed !== true && !property.shorthand;
}

const glossary: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [
      {
        type: 'object',
        properties: { amongRecords: { type: 'boolean' }, ownKeys: { type: 'boolean' } },
        additionalProperties: false,
      },
    ],
    messages: { wrongWord: '“{{name}}”: the glossary says “{{right}}” (docs/glossary.md).' },
  },
  create(context) {
    const { amongRecords, ownKeys } = (context.options[0] ?? {}) as { amongRecords?: boolean; ownKeys?: boolean };
    return {
      Identifier(identifier) {
        const node = identifier as unknown as Node;
        const name = node.name as string;
        const right = rightWordFor(name, amongRecords);
        if (right && givesName(node, ownKeys === true))
          context.report({ node: identifier, messageId: 'wrongWord', data: { name, right } });
      },
    };
  },
};

const testWords = new Set(['it', 'test', 'describe', 'suite']);
const switchedOff = new Set(['skip', 'only', 'todo', 'fails', 'fixme']);

/** `test` for `test.describe.skip`, undefined for what is no test. */
function testWordOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return testWords.has(node.name) ? node.name : undefined;
  return (node.type as string) === 'MemberExpression' ? testWordOf(node.object as Node) : undefined;
}

/** `test.skip(condition, 'reason')` says why; `test.skip('name', …)` and `test.skip()` do not. */
function saysWhy(member: Node): boolean {
  const call = member.parent;
  if ((call.type as string) !== 'CallExpression' || call.callee !== member) return false;
  const [condition, reason] = call.arguments as Node[];
  const isText = (node: Node | undefined): boolean =>
    node !== undefined && ((node.type as string) === 'TemplateLiteral' || typeof node.value === 'string');
  return condition !== undefined && !isText(condition) && isText(reason);
}

const noSilentSkip: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      off: 'A test that is switched off proves nothing. Repair or remove it; where a machine lacks something, skip on that condition and say why: test.skip(condition, reason).',
    },
  },
  create(context) {
    return {
      MemberExpression(member) {
        const node = member as unknown as Node;
        const property = node.property as Named;
        if (property.type !== 'Identifier' || !switchedOff.has(property.name)) return;
        if (testWordOf(node.object as Node) && !saysWhy(node)) context.report({ node: member, messageId: 'off' });
      },
      'CallExpression > Identifier.callee[name=/^(xit|xtest|xdescribe|fit|fdescribe)$/]'(identifier: Rule.Node) {
        context.report({ node: identifier, messageId: 'off' });
      },
    };
  },
};

/** The plugin as eslint.config.mjs uses it: `house/glossary`, `house/no-silent-skip`. */
export const house = { rules: { glossary, 'no-silent-skip': noSilentSkip } };
